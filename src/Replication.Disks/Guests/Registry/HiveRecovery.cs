using System.Buffers.Binary;

namespace Replication.Disks.Guests;

/// <summary>
/// What Windows does to a hive when it loads it and finds that it was not written to its end: the changes in its logs are applied, as
/// far as they follow each other without a gap. Since Windows 8.1 that is the normal state of a hive that is in use, because changes
/// go to the logs first and into the hive up to an hour later. It is done to the copy in memory. A hive of which it
/// cannot be done is not read at all: what is in it may be old, or half of a change.
/// </summary>
internal static class HiveRecovery
{
    /// <summary>No hive that is read is longer; a log must not make one of any length.</summary>
    private const uint MaxBinsLength = 1u << 29;

    /// <summary>Whether the file is not complete without its logs.</summary>
    public static bool IsNeeded(ReadOnlySpan<byte> hive) =>
        HiveBaseBlock.IsValid(hive) && hive.Length >= HiveBaseBlock.Size && HiveBaseBlock.Primary(hive) != HiveBaseBlock.Secondary(hive);

    /// <param name="name">Of the hive, for messages.</param>
    /// <param name="hive">Its file.</param>
    /// <param name="logs">Name and content of the logs that are there.</param>
    /// <returns>The complete hive, and how many changes were applied.</returns>
    /// <exception cref="GuestFileException">The logs do not complete it.</exception>
    public static (byte[] Hive, int Changes) Apply(string name, byte[] hive, IReadOnlyList<(string Name, byte[] File)> logs)
    {
        uint reached = HiveBaseBlock.Secondary(hive);

        // A log whose changes are in the hive already begins before that.
        HiveLog[] usable =
        [
            .. logs.Select(log => HiveLog.Read(log.Name, log.File)).OfType<HiveLog>().Where(log => log.First >= reached).OrderBy(log => log.First),
        ];
        if (usable.Length == 0) throw Failed(name, "its newest changes are in its logs, and none of these can be replayed");
        List<HiveLogEntry> entries = [.. usable[0].Entries];
        foreach (HiveLog next in usable.Skip(1).Where(log => log.First == entries[^1].Sequence + 1)) entries.AddRange(next.Entries);

        foreach (HiveLogEntry entry in entries)
        {
            if (entry.BinsLength > MaxBinsLength) throw Failed(name, $"a change in its logs makes it {entry.BinsLength} bytes long");
            int length = HiveBaseBlock.Size + (int)entry.BinsLength;
            if (hive.Length < length) Array.Resize(ref hive, length);
            entry.Apply(hive.AsSpan(HiveBaseBlock.Size, (int)entry.BinsLength));
        }

        HiveBaseBlock.Complete(hive, entries[^1].Sequence, entries[^1].BinsLength);
        RequireBins(name, hive.AsSpan(HiveBaseBlock.Size, (int)entries[^1].BinsLength));
        return (hive, entries.Count);
    }

    /// <summary>
    /// Every bin ("hbin": its own offset at 4, its length at 8) stands where it says. Windows puts an empty one in the place of
    /// one that does not, and what was in it is gone then.
    /// </summary>
    private static void RequireBins(string name, ReadOnlySpan<byte> bins)
    {
        for (int at = 0; at < bins.Length;)
        {
            ReadOnlySpan<byte> bin = bins[at..];
            uint length = bin.Length >= HiveBaseBlock.Size ? BinaryPrimitives.ReadUInt32LittleEndian(bin[8..]) : 0;
            if (length < HiveBaseBlock.Size || length % HiveBaseBlock.Size != 0 || length > bin.Length
                || !bin.StartsWith("hbin"u8) || BinaryPrimitives.ReadUInt32LittleEndian(bin[4..]) != at)
                throw Failed(name, $"after the replay of its logs there is no bin at {at}");
            at += (int)length;
        }
    }

    private static GuestFileException Failed(string name, string what) => new(name, $"The registry hive is not complete: {what}.");
}
