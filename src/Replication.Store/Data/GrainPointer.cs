using Replication.Core.Snapshots;

namespace Replication.Store.Data;

/// <summary>
/// Where one grain is stored (format.md, "Grain pointer"): bits 0-23 page within the segment, 24-55 segment number,
/// 56-60 pages, 61-62 zero, 63 compressed. Zero means a grain of zeros, which is stored nowhere.
/// </summary>
internal readonly record struct GrainPointer(ulong Value)
{
    public const int Size = 8;

    /// <summary>Pages of a grain that is stored as it is.</summary>
    public const int RawPages = BlockGeometry.GrainSize / StorePage.Size;

    private const int SegmentShift = 24;
    private const int PagesShift = 56;
    private const ulong CompressedBit = 1UL << 63;
    private const ulong ReservedBits = 3UL << 61;

    public GrainPointer(uint segment, int page, int pages, bool compressed)
        : this((uint)page | ((ulong)segment << SegmentShift) | ((ulong)pages << PagesShift) | (compressed ? CompressedBit : 0))
    {
    }

    public bool IsZero => Value == 0;

    public uint Segment => (uint)(Value >> SegmentShift);

    public int Page => (int)(Value & 0xFFFFFF);

    public int Pages => (int)(Value >> PagesShift) & 0x1F;

    public bool IsCompressed => (Value & CompressedBit) != 0;

    public long Offset => (long)Page * StorePage.Size;

    public int Bytes => Pages * StorePage.Size;

    /// <summary>A raw grain has all its pages; a compressed one at least one and fewer, else it would not be compressed.</summary>
    public bool IsWellFormed =>
        IsZero || ((Value & ReservedBits) == 0 && (IsCompressed ? Pages is > 0 and < RawPages : Pages == RawPages));

    /// <summary>True when the other grain follows this one directly on disk, so that one read fetches both.</summary>
    public bool IsFollowedBy(GrainPointer other) =>
        !IsZero && !IsCompressed && !other.IsZero && !other.IsCompressed && Segment == other.Segment && Page + Pages == other.Page;
}
