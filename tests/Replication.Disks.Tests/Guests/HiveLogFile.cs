using System.Buffers.Binary;
using Replication.Disks.Checksums;
using Replication.Disks.Guests;

namespace Replication.Disks.Tests.Guests;

/// <summary>
/// Transaction logs of hives, byte by byte as the specification has them: each entry holds the pages in which one state of a hive
/// differs from the one before.
/// </summary>
internal static class HiveLogFile
{
    private const int Sector = 512;
    private const int Page = 4096;
    private const int Header = 40;
    private const ulong Seed = 0x82EF4D887A4E55C5;

    /// <param name="hive">Whose base block it copies.</param>
    /// <param name="first">Number that its base block names.</param>
    /// <param name="entries">What <see cref="Entry"/> makes.</param>
    public static byte[] Make(byte[] hive, uint first, params byte[][] entries)
    {
        byte[] head = hive[..Sector];
        U32(head, 4, first);
        U32(head, 8, first);
        U32(head, 28, 6);
        FixChecksum(head);
        return [.. head, .. entries.SelectMany(entry => entry)];
    }

    /// <summary>The change from one state to the next.</summary>
    public static byte[] Entry(uint sequence, byte[] before, byte[] after)
    {
        int[] pages = [.. Enumerable.Range(1, (after.Length / Page) - 1).Where(page => !Of(before, page).SequenceEqual(Of(after, page)))];
        int length = (Header + pages.Length * (8 + Page) + Sector - 1) / Sector * Sector;
        var entry = new byte[length];
        "HvLE"u8.CopyTo(entry);
        U32(entry, 4, (uint)length);
        U32(entry, 12, sequence);
        U32(entry, 16, (uint)(after.Length - Page));
        U32(entry, 20, (uint)pages.Length);
        foreach ((int index, int page) in pages.Index())
        {
            U32(entry, Header + index * 8, (uint)((page - 1) * Page));
            U32(entry, Header + index * 8 + 4, Page);
            Of(after, page).CopyTo(entry, Header + pages.Length * 8 + index * Page);
        }

        Seal(entry);
        return entry;
    }

    /// <summary>Writes the two checksums.</summary>
    public static void Seal(byte[] entry)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(24), Marvin32.Compute(entry.AsSpan(Header), Seed));
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(32), Marvin32.Compute(entry.AsSpan(0, 32), Seed));
    }

    /// <summary>The hive as Windows leaves it while it uses it: a change begun, and not ended.</summary>
    public static byte[] Dirty(byte[] hive)
    {
        byte[] dirty = (byte[])hive.Clone();
        U32(dirty, 4, HiveBaseBlock.Secondary(hive) + 1);
        FixChecksum(dirty);
        return dirty;
    }

    public static void U32(byte[] bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);

    private static byte[] Of(byte[] hive, int page) => (page + 1) * Page <= hive.Length ? hive[(page * Page)..((page + 1) * Page)] : [];

    private static void FixChecksum(byte[] block)
    {
        uint checksum = 0;
        for (int i = 0; i < 508; i += 4) checksum ^= BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(i));
        U32(block, 508, checksum);
    }
}
