using System.Buffers.Binary;

namespace Replication.Disks.Vmdk;

/// <summary>
/// Virtual Disk Format 5.0, "Hosted Sparse Extents": struct SparseExtentHeader, 512 bytes, little-endian and packed.
/// <code>
///  0 magicNumber u32 "KDMV"   4 version u32        8 flags u32          12 capacity u64      20 grainSize u64
/// 28 descriptorOffset u64    36 descriptorSize u64 44 numGTEsPerGT u32  48 rgdOffset u64     56 gdOffset u64
/// 64 overHead u64            72 uncleanShutdown u8 73 '\n'  74 ' '  75 '\r'  76 '\n'         77 compressAlgorithm u16
/// </code>
/// Positions and sizes are in sectors. The footer of a stream has the same layout.
/// </summary>
internal readonly record struct SparseExtentHeader
{
    public const int Size = 512;
    public const int CapacityOffset = 12;
    public const uint Magic = 0x564D444B;
    public const uint FlagNewLineTest = 1;
    public const uint FlagRedundantTable = 2;
    public const uint FlagZeroGrain = 4;
    public const uint FlagCompressed = 1 << 16;
    public const uint FlagMarkers = 1 << 17;
    public const ulong DirectoryAtEnd = ulong.MaxValue;
    public const ushort CompressionDeflate = 1;

    /// <summary>Any of these four changes when a file goes through a text-mode transfer.</summary>
    public static ReadOnlySpan<byte> NewLineTest => "\n \r\n"u8;

    public uint Version { get; init; }

    public uint Flags { get; init; }

    public ulong Capacity { get; init; }

    public ulong GrainSize { get; init; }

    public ulong DescriptorOffset { get; init; }

    public ulong DescriptorSize { get; init; }

    public uint TableEntries { get; init; }

    public ulong RedundantDirectoryOffset { get; init; }

    public ulong DirectoryOffset { get; init; }

    public ulong Overhead { get; init; }

    public bool UncleanShutdown { get; init; }

    public bool NewLinesIntact { get; init; }

    public ushort Compression { get; init; }

    public static bool HasMagic(ReadOnlySpan<byte> source) =>
        source.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(source) == Magic;

    public static SparseExtentHeader ReadFrom(ReadOnlySpan<byte> source) => new()
    {
        Version = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
        Flags = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
        Capacity = BinaryPrimitives.ReadUInt64LittleEndian(source[12..]),
        GrainSize = BinaryPrimitives.ReadUInt64LittleEndian(source[20..]),
        DescriptorOffset = BinaryPrimitives.ReadUInt64LittleEndian(source[28..]),
        DescriptorSize = BinaryPrimitives.ReadUInt64LittleEndian(source[36..]),
        TableEntries = BinaryPrimitives.ReadUInt32LittleEndian(source[44..]),
        RedundantDirectoryOffset = BinaryPrimitives.ReadUInt64LittleEndian(source[48..]),
        DirectoryOffset = BinaryPrimitives.ReadUInt64LittleEndian(source[56..]),
        Overhead = BinaryPrimitives.ReadUInt64LittleEndian(source[64..]),
        UncleanShutdown = source[72] != 0,
        NewLinesIntact = source.Slice(73, 4).SequenceEqual(NewLineTest),
        Compression = BinaryPrimitives.ReadUInt16LittleEndian(source[77..]),
    };

    public void WriteTo(Span<byte> target)
    {
        target[..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(target, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(target[8..], Flags);
        BinaryPrimitives.WriteUInt64LittleEndian(target[12..], Capacity);
        BinaryPrimitives.WriteUInt64LittleEndian(target[20..], GrainSize);
        BinaryPrimitives.WriteUInt64LittleEndian(target[28..], DescriptorOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(target[36..], DescriptorSize);
        BinaryPrimitives.WriteUInt32LittleEndian(target[44..], TableEntries);
        BinaryPrimitives.WriteUInt64LittleEndian(target[48..], RedundantDirectoryOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(target[56..], DirectoryOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(target[64..], Overhead);
        target[72] = UncleanShutdown ? (byte)1 : (byte)0;
        NewLineTest.CopyTo(target[73..]);
        BinaryPrimitives.WriteUInt16LittleEndian(target[77..], Compression);
    }
}
