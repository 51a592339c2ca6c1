using System.Runtime.InteropServices;

namespace Replication.Disks.Vmdk;

/// <summary>
/// Grain directory and grain tables of one sparse extent (Virtual Disk Format 5.0, "Grain Directory and Grain Tables"):
/// the directory has one sector number per table, a table one per grain. Both are read in pages when they are needed.
/// A number is checked when it is used: within the file, and not within header, descriptor, directory or its own table.
/// </summary>
internal sealed class GrainMap(VmdkFile file, SparseGeometry geometry, VmdkCaches caches)
{
    /// <summary>Entries of the directory read at a time: 4 KiB.</summary>
    private const int PageEntries = 1024;

    private const uint Unallocated = 0;
    private const uint ZeroGrain = 1;

    private readonly int _id = caches.NextExtent();

    public int Id => _id;

    /// <summary>State of the grains from <paramref name="grain"/>, over at most <paramref name="limit"/> grains.</summary>
    public (long Grains, RunState State) Locate(long grain, long limit)
    {
        long table = grain / geometry.TableEntries;
        int index = (int)(grain % geometry.TableEntries);
        if (TableOffset(table) is not { } position)
        {
            // To the end of this table, then over its empty neighbours in the same page of the directory.
            long grains = geometry.TableEntries - index;
            while (grains < limit && ++table % PageEntries != 0 && TableOffset(table) is null) grains += geometry.TableEntries;
            return (Math.Min(grains, limit), RunState.Absent);
        }

        uint[] entries = Table(table, position);
        var state = StateOf(entries[index]);
        int end = index + 1;
        int last = (int)Math.Min(entries.Length, index + limit);
        while (end < last && StateOf(entries[end]) == state) end++;
        return (end - index, state);
    }

    /// <summary>Position in the file of a grain in state <see cref="RunState.Data"/>, of which <paramref name="length"/> bytes are needed.</summary>
    public long Position(long grain, int length)
    {
        long table = grain / geometry.TableEntries;
        int index = (int)(grain % geometry.TableEntries);
        long tableOffset = TableOffset(table)!.Value;
        long start = (long)Table(table, tableOffset)[index] * VmdkLimits.SectorSize;
        long entryOffset = tableOffset + index * sizeof(uint);
        if (start < geometry.Overhead || Overlaps(start, length, geometry.DirectoryOffset, geometry.DirectoryBytes)
            || Overlaps(start, length, tableOffset, geometry.TableBytes))
        {
            throw VmdkErrors.Invalid(file.Path, entryOffset, $"grain {grain} is said to be at byte {start}, which belongs to the metadata.", "a position outside the metadata");
        }

        if (start > file.Length - length)
        {
            throw VmdkErrors.Truncated(file.Path, entryOffset, $"grain {grain} is at byte {start}, the file has {file.Length} bytes.", $"{length} bytes at that position");
        }

        return start;
    }

    private static bool Overlaps(long start, long length, long otherStart, long otherLength) =>
        start < otherStart + otherLength && otherStart < start + length;

    private RunState StateOf(uint entry) => entry switch
    {
        Unallocated => RunState.Absent,
        ZeroGrain when geometry.ZeroGrains => RunState.Zero,
        _ => RunState.Data,
    };

    private long? TableOffset(long table)
    {
        if (table >= geometry.DirectoryEntries) return null;
        uint[] page = caches.TableCache.GetOrLoad((_id, true, table / PageEntries), LoadPage);
        uint sector = page[table % PageEntries];
        return sector == Unallocated ? null : (long)sector * VmdkLimits.SectorSize;
    }

    private uint[] Table(long table, long position) =>
        caches.TableCache.GetOrLoad((_id, false, table), _ => LoadTable(table, position));

    private uint[] LoadPage((int Extent, bool Directory, long Index) key)
    {
        long first = key.Index * PageEntries;
        return Load(geometry.DirectoryOffset + first * sizeof(uint), (int)Math.Min(PageEntries, geometry.DirectoryEntries - first));
    }

    private uint[] LoadTable(long table, long position)
    {
        long entryOffset = geometry.DirectoryOffset + table * sizeof(uint);
        bool inDescriptor = geometry.DescriptorBytes > 0 && Overlaps(position, geometry.TableBytes, geometry.DescriptorOffset, geometry.DescriptorBytes);
        if (inDescriptor || Overlaps(position, geometry.TableBytes, geometry.DirectoryOffset, geometry.DirectoryBytes))
        {
            throw VmdkErrors.Invalid(file.Path, entryOffset, $"grain table {table} is said to be at byte {position}, which belongs to other metadata.");
        }

        if (position > file.Length - geometry.TableBytes)
        {
            throw VmdkErrors.Truncated(
                file.Path, entryOffset, $"grain table {table} is at byte {position}, the file has {file.Length} bytes.", $"{geometry.TableBytes} bytes at that position");
        }

        return Load(position, geometry.TableEntries);
    }

    private uint[] Load(long position, int count)
    {
        var entries = new uint[count];
        file.Read(position, MemoryMarshal.AsBytes(entries.AsSpan()));
        if (!BitConverter.IsLittleEndian) System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(entries, entries);
        return entries;
    }
}
