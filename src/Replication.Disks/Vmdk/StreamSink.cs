using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Replication.Core.Errors;

namespace Replication.Disks.Vmdk;

/// <summary>
/// Writes a stream front to back: preamble, grains, behind each 512 grains their table, at the end directory, footer
/// and end-of-stream marker. Only forward, so the output may be a pipe or an upload.
/// </summary>
internal sealed class StreamSink
{
    private readonly Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> _append;
    private readonly string _name;
    private readonly long _sectors;
    private readonly uint[] _directory;
    private readonly uint[] _table = new uint[StreamLayout.TableEntries];
    private long _tableIndex = -1;

    /// <param name="append">Takes the bytes in order.</param>
    /// <param name="name">What an error calls the output.</param>
    /// <param name="sectors">Length of the disk.</param>
    public StreamSink(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> append, string name, long sectors)
    {
        _append = append;
        _name = name;
        _sectors = sectors;
        long bytes = sectors * VmdkLimits.SectorSize;
        _directory = new uint[(bytes + StreamLayout.TableReach - 1) / StreamLayout.TableReach];
    }

    public long Position { get; private set; }

    public ValueTask BeginAsync(VmdkStreamOptions options, CancellationToken cancellationToken) =>
        WriteAsync(StreamLayout.Preamble(_sectors, options.ExtentName, options.ContentId), cancellationToken);

    public async ValueTask AddAsync(GrainBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Grains.Count == 0) return;
        if (batch.TableIndex != _tableIndex)
        {
            await EndTableAsync(cancellationToken);
            _tableIndex = batch.TableIndex;
        }

        foreach (var (grain, offset) in batch.Grains) _table[grain % StreamLayout.TableEntries] = Sector(Position + offset);
        await WriteAsync(batch.Output, cancellationToken);
    }

    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        await EndTableAsync(cancellationToken);
        uint directory = await WriteTableAsync(_directory, StreamMarker.GrainDirectory, cancellationToken);
        var tail = new byte[3 * VmdkLimits.SectorSize];
        StreamMarker.WriteMetadata(tail, 1, StreamMarker.Footer);
        StreamLayout.Header(_sectors, directory).WriteTo(tail.AsSpan(VmdkLimits.SectorSize));
        StreamMarker.WriteMetadata(tail.AsSpan(2 * VmdkLimits.SectorSize), 0, StreamMarker.EndOfStream);
        await WriteAsync(tail, cancellationToken);
    }

    private async ValueTask EndTableAsync(CancellationToken cancellationToken)
    {
        if (_tableIndex < 0) return;
        _directory[_tableIndex] = await WriteTableAsync(_table, StreamMarker.GrainTable, cancellationToken);
        _table.AsSpan().Clear();
        _tableIndex = -1;
    }

    /// <summary>Marker and table; answers the sector of the table itself, which is what a directory refers to.</summary>
    private async ValueTask<uint> WriteTableAsync(uint[] entries, uint type, CancellationToken cancellationToken)
    {
        int sectors = (entries.Length * sizeof(uint) + VmdkLimits.SectorSize - 1) / VmdkLimits.SectorSize;
        var bytes = new byte[(1 + sectors) * VmdkLimits.SectorSize];
        StreamMarker.WriteMetadata(bytes, (ulong)sectors, type);
        var target = MemoryMarshal.Cast<byte, uint>(bytes.AsSpan(VmdkLimits.SectorSize));
        entries.CopyTo(target);
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(target, target);
        uint sector = Sector(Position + VmdkLimits.SectorSize);
        await WriteAsync(bytes, cancellationToken);
        return sector;
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _append(bytes, cancellationToken);
        Position += bytes.Length;
    }

    private uint Sector(long position)
    {
        long sector = position / VmdkLimits.SectorSize;
        if (sector <= uint.MaxValue) return (uint)sector;
        throw new DiskImageException(
            DiskErrorIds.DiskSizeNotRepresentable, _name, null, "The content does not fit in one stream.",
            "at most 2 TiB after compression");
    }
}
