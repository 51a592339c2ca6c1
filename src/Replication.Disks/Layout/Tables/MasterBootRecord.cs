using System.Buffers.Binary;

namespace Replication.Disks.Layout;

/// <summary>
/// Sector 0, or the first sector of an extended partition: disk signature at 440, four entries at 446, 55 AA at 510.
/// Boot sectors of file systems end in 55 AA as well; a flag that is neither 00 nor 80 shows that this is code, not a table.
/// </summary>
internal sealed record MasterBootRecord(string? DiskId, IReadOnlyList<MbrEntry> Entries)
{
    public const int Size = 512;

    private const int SignatureOffset = 440;
    private const int TableOffset = 446;
    private const int EntryCount = 4;

    public bool HasEntries => Entries.Any(e => e.IsUsed);

    public bool IsProtective => Entries.Any(e => e.Type == MbrPartitionTypes.Protective);

    public static MasterBootRecord? ReadFrom(ReadOnlySpan<byte> sector)
    {
        if (sector[510] != 0x55 || sector[511] != 0xAA) return null;
        var entries = new MbrEntry[EntryCount];
        for (int i = 0; i < EntryCount; i++)
        {
            entries[i] = MbrEntry.ReadFrom(sector[(TableOffset + i * MbrEntry.Size)..]);
            if (entries[i].Flag is not (0 or MbrEntry.Active)) return null;
        }

        uint signature = BinaryPrimitives.ReadUInt32LittleEndian(sector[SignatureOffset..]);
        return new MasterBootRecord(
            signature == 0 ? null : signature.ToString("x8", System.Globalization.CultureInfo.InvariantCulture), entries);
    }
}
