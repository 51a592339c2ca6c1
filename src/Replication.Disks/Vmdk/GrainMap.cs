using System.Buffers.Binary;
using Replication.Disks.Files;
using Replication.Disks.Layers;

namespace Replication.Disks.Vmdk;

/// <summary>
/// Grain directory and grain tables of one sparse extent (Virtual Disk Format 5.0, "Grain Directory and Grain Tables"):
/// the directory has one sector number per table, a table one per grain. Both are read in pages when they are needed.
/// A number is checked when it is used: within the file, and not within header, descriptor, directory or its own table.
/// </summary>
internal sealed class GrainMap(ImageFile file, SparseGeometry geometry, PageSlots slots)
{
    /// <summary>Two tables of the usual 512 entries. Whole sectors, where tables begin, so that no entry stands across two pages.</summary>
    private const int PageSize = 4096;

    /// <summary>Empty tables that one <see cref="Locate"/> looks at before it answers with what it has.</summary>
    private const int MaxTablesPerRun = 1024;

    private const int EntrySize = sizeof(uint);
    private const uint Unallocated = 0;
    private const uint ZeroGrain = 1;

    private readonly PageCache _pages = new(file.Read, 0, file.Length, PageSize, slots);

    /// <summary>Kind of the grains from <paramref name="grain"/>, over at most <paramref name="limit"/> grains.</summary>
    public (long Grains, RunKind Kind) Locate(long grain, long limit)
    {
        long table = grain / geometry.TableEntries;
        int index = (int)(grain % geometry.TableEntries);
        if (TableAt(table) is not { } position)
        {
            long grains = geometry.TableEntries - index;
            for (int tables = 1; grains < limit && tables < MaxTablesPerRun && TableAt(++table) is null; tables++)
            {
                grains += geometry.TableEntries;
            }

            return (Math.Min(grains, limit), RunKind.Parent);
        }

        // To the end of the page at most; a table that begins in its middle gives two runs.
        ReadOnlySpan<byte> entries = _pages.From(position + index * EntrySize);
        int count = (int)Math.Min(Math.Min(entries.Length / EntrySize, geometry.TableEntries - index), limit);
        RunKind kind = KindOf(Entry(entries));
        int end = 1;
        while (end < count && KindOf(Entry(entries[(end * EntrySize)..])) == kind) end++;
        return (end, kind);
    }

    /// <summary>
    /// Position in the file of a grain of kind <see cref="RunKind.Data"/>, of which <paramref name="length"/> bytes are
    /// needed.
    /// </summary>
    public long Position(long grain, int length)
    {
        long table = TableAt(grain / geometry.TableEntries)!.Value;
        long entryOffset = table + grain % geometry.TableEntries * EntrySize;
        long start = (long)Entry(_pages.From(entryOffset)) * VmdkLimits.SectorSize;
        if (start < geometry.Overhead || Overlaps(start, length, geometry.DirectoryOffset, geometry.DirectoryBytes)
            || Overlaps(start, length, table, geometry.TableBytes))
        {
            throw VmdkErrors.Damaged(
                file.Path, entryOffset, $"Grain {grain} is said to be at byte {start}, which belongs to the metadata.",
                "a position outside the metadata");
        }

        if (start > file.Length - length)
        {
            throw VmdkErrors.Truncated(
                file.Path, entryOffset, $"Grain {grain} is at byte {start}, the file has {file.Length} bytes.",
                $"{length} bytes at that position");
        }

        return start;
    }

    private static bool Overlaps(long start, long length, long otherStart, long otherLength) =>
        otherLength > 0 && start < otherStart + otherLength && otherStart < start + length;

    private static uint Entry(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private RunKind KindOf(uint entry) => entry switch
    {
        Unallocated => RunKind.Parent,
        ZeroGrain when geometry.ZeroGrains => RunKind.Zero,
        _ => RunKind.Data,
    };

    /// <summary>Position in the file of a table, or null when all of its grains are absent.</summary>
    private long? TableAt(long table)
    {
        if (table >= geometry.DirectoryEntries) return null;
        long entryOffset = geometry.DirectoryOffset + table * EntrySize;
        long position = (long)Entry(_pages.From(entryOffset)) * VmdkLimits.SectorSize;
        if (position == 0) return null;
        if (Overlaps(position, geometry.TableBytes, geometry.DescriptorOffset, geometry.DescriptorBytes)
            || Overlaps(position, geometry.TableBytes, geometry.DirectoryOffset, geometry.DirectoryBytes))
        {
            throw VmdkErrors.Damaged(
                file.Path, entryOffset, $"Grain table {table} is said to be at byte {position}, which belongs to other metadata.");
        }

        if (position > file.Length - geometry.TableBytes)
        {
            throw VmdkErrors.Truncated(
                file.Path, entryOffset, $"Grain table {table} is at byte {position}, the file has {file.Length} bytes.",
                $"{geometry.TableBytes} bytes at that position");
        }

        return position;
    }
}
