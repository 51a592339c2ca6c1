namespace Replication.Disks.Guests;

/// <summary>
/// A transaction log of a hive (.LOG1, .LOG2): the first sector of a base block, then entries without gaps. Behind the entries of
/// this round may lie sound ones of earlier rounds; the first sector says with which number this round begins.
/// </summary>
internal sealed class HiveLog
{
    private HiveLog(IReadOnlyList<HiveLogEntry> entries) => Entries = entries;

    /// <summary>With ascending numbers, each one more than the one before; at least one.</summary>
    public IReadOnlyList<HiveLogEntry> Entries { get; }

    public uint First => Entries[0].Sequence;

    /// <summary>Null where the log holds nothing that Windows would replay.</summary>
    /// <exception cref="GuestFileException">It is of the format before Windows 8.1, in which nothing tells whether it is whole.</exception>
    public static HiveLog? Read(string name, ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> head = file.Span;
        if (!HiveBaseBlock.IsValid(head)) return null;
        if (HiveBaseBlock.Type(head) != HiveBaseBlock.TypeEntries)
        {
            return file.Length > HiveBaseBlock.SectorSize + 4 && file.Span[HiveBaseBlock.SectorSize..].StartsWith("DIRT"u8)
                ? throw new GuestFileException(name, "It is of the format before Windows 8.1, which is not replayed.")
                : null;
        }

        var entries = new List<HiveLogEntry>();
        uint expected = HiveBaseBlock.Primary(head);
        ReadOnlyMemory<byte> rest = file[HiveBaseBlock.SectorSize..];
        while (HiveLogEntry.Read(rest) is { } entry && entry.Sequence == expected)
        {
            entries.Add(entry);
            expected++;
            rest = rest[entry.Length..];
        }

        return entries.Count > 0 ? new HiveLog(entries) : null;
    }
}
