using System.Runtime.CompilerServices;
using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>
/// An export as a disk. Large requests are cut to what the server takes and go over all connections at once. Nothing is
/// connected anew: when a connection is lost the disk fails from then on, because an export that answers under the same address may be
/// another disk, and because writes that were not flushed may be gone.
/// </summary>
public sealed class NbdDisk : IWritableDisk
{
    /// <summary>Bytes of one request where a call wants more: enough to keep a network busy, and small enough to go over all connections.</summary>
    private const int RequestSize = 1 << 20;

    /// <summary>Bytes that one question for block status covers: no server needs to look further ahead for one answer.</summary>
    private const long StatusSpan = 1L << 30;

    private readonly IReadOnlyList<NbdConnection> _connections;
    private readonly int _requestSize;
    private uint _next;

    private NbdDisk(IReadOnlyList<NbdConnection> connections, int logicalSectorSize)
    {
        _connections = connections;
        LogicalSectorSize = logicalSectorSize;
        _requestSize = Math.Min(RequestSize, Export.MaximumPayload);
        _requestSize -= _requestSize % Export.MinimumBlock;
    }

    public NbdAddress Address => _connections[0].Address;

    public NbdExportInfo Export => _connections[0].Export;

    /// <summary>Contexts that can be asked for extents.</summary>
    public IEnumerable<string> Contexts => _connections[0].Contexts;

    public long Length => Export.Length;

    public int LogicalSectorSize { get; }

    public string Format => "nbd";

    /// <summary>Opens the export over as many connections as it and the options allow.</summary>
    /// <exception cref="DiskImageException">It cannot be opened; the id says why (docs/nbd.md).</exception>
    public static async Task<NbdDisk> OpenAsync(NbdAddress address, NbdClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new NbdClientOptions();
        var connections = new List<NbdConnection>();
        try
        {
            NbdConnection first = await NbdConnection.OpenAsync(address, options, cancellationToken);
            connections.Add(first);
            int count = first.Export.Has(NbdExportFlags.MultiConnection) ? options.Connections : 1;
            while (connections.Count < count)
            {
                NbdConnection other = await NbdConnection.OpenAsync(address, options, cancellationToken);
                connections.Add(other);
                if (other.Export != first.Export || !other.Contexts.Order().SequenceEqual(first.Contexts.Order()))
                {
                    throw new DiskImageException(
                        NbdErrorIds.NbdExportChanged, address.ToString(), null, "Two connections were told different things about the export.",
                        "an export that stays the same while it is open");
                }
            }

            return new NbdDisk(connections, SectorSize(first, options));
        }
        catch
        {
            foreach (NbdConnection connection in connections) await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckRange(offset, buffer.Length);
        int start = (int)(offset % Export.MinimumBlock);
        int end = (int)((Export.MinimumBlock - ((offset + buffer.Length) % Export.MinimumBlock)) % Export.MinimumBlock);
        return start == 0 && end == 0
            ? InPiecesAsync(offset, buffer.Length, (connection, at, length) =>
                connection.ReadAsync(at, buffer.Slice((int)(at - offset), (int)length), cancellationToken))
            : ReadAroundAsync(offset - start, start, end, buffer, cancellationToken);
    }

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        CheckRange(offset, data.Length);
        return InPiecesAsync(offset, data.Length, (connection, at, length) =>
            connection.WriteAsync(at, data.Slice((int)(at - offset), (int)length), cancellationToken: cancellationToken));
    }

    public async ValueTask WriteZeroesAsync(long offset, long length, CancellationToken cancellationToken = default)
    {
        CheckRange(offset, length);
        if (!Export.Has(NbdExportFlags.SendWriteZeroes) && !Export.IsReadOnly)
        {
            await WriteOutZeroesAsync(offset, length, cancellationToken);
            return;
        }

        while (length > 0)
        {
            // Servers work off one such request at a time; a whole disk in one would look like one that hangs.
            long part = Math.Min(length, StatusSpan);
            await Next().WriteZeroesAsync(offset, (uint)part, cancellationToken: cancellationToken);
            offset += part;
            length -= part;
        }
    }

    /// <summary>One flush is enough for all connections: that is what allows several (NBD_FLAG_CAN_MULTI_CONN).</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => Export.IsReadOnly ? default : _connections[0].FlushAsync(cancellationToken);

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
        long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CheckRange(offset, length);
        if (length == 0) yield break;
        if (!Contexts.Contains(NbdContexts.Allocation))
        {
            yield return new Extent(offset, length);
            yield break;
        }

        await foreach (Extent extent in MatchingAsync(NbdContexts.Allocation, offset, length, status => (status & NbdContexts.Zero) == 0, cancellationToken))
        {
            yield return extent;
        }
    }

    /// <summary>The ranges that a dirty bitmap marks: ascending, not adjacent. The context is named as for <see cref="ContextExtentsAsync"/>.</summary>
    public IAsyncEnumerable<Extent> DirtyExtentsAsync(string context, CancellationToken cancellationToken = default) =>
        MatchingAsync(context, 0, Length, status => (status & NbdContexts.Dirty) != 0, cancellationToken);

    /// <summary>
    /// What a context says about a range: ascending, without gaps, neighbours of one status merged. The context must be among
    /// <see cref="NbdClientOptions.Contexts"/> of the open.
    /// </summary>
    /// <exception cref="DiskImageException"><c>NbdContextNotFound</c>: it was not asked for, or the server does not have it.</exception>
    public async IAsyncEnumerable<NbdExtent> ContextExtentsAsync(
        string context, long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CheckRange(offset, length);
        if (!Contexts.Contains(context)) throw NbdErrors.ContextNotFound(Address, context);
        // A question is about whole minimum blocks; what it says beyond the range is left out again.
        long end = offset + length, position = offset - (offset % Export.MinimumBlock);
        NbdExtent merged = default;
        while (position < end)
        {
            long rounded = (end - position + Export.MinimumBlock - 1) / Export.MinimumBlock * Export.MinimumBlock;
            uint span = (uint)Math.Min(Math.Min(rounded, StatusSpan), Length - position);
            foreach (NbdExtent extent in (await Next().BlockStatusAsync(position, span, cancellationToken))[context])
            {
                position = extent.End;
                NbdExtent clipped = Clip(extent, offset, end);
                if (clipped.Length <= 0) continue;
                if (merged.Length > 0 && merged.Status == clipped.Status)
                {
                    merged = merged with { Length = merged.Length + clipped.Length };
                    continue;
                }

                if (merged.Length > 0) yield return merged;
                merged = clipped;
            }
        }

        if (merged.Length > 0) yield return merged;
    }

    /// <summary>Does not flush.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (NbdConnection connection in _connections) await connection.DisposeAsync();
    }

    private async IAsyncEnumerable<Extent> MatchingAsync(
        string context, long offset, long length, Func<uint, bool> matches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Neighbours may differ in bits that do not matter here.
        Extent pending = default;
        await foreach (NbdExtent extent in ContextExtentsAsync(context, offset, length, cancellationToken))
        {
            if (!matches(extent.Status)) continue;
            if (pending.Length > 0 && pending.End == extent.Offset)
            {
                pending = pending with { Length = pending.Length + extent.Length };
                continue;
            }

            if (pending.Length > 0) yield return pending;
            pending = new Extent(extent.Offset, extent.Length);
        }

        if (pending.Length > 0) yield return pending;
    }

    private static NbdExtent Clip(NbdExtent extent, long from, long to)
    {
        long start = Math.Max(extent.Offset, from);
        return new NbdExtent(start, Math.Min(extent.End, to) - start, extent.Status);
    }

    private static int SectorSize(NbdConnection connection, NbdClientOptions options)
    {
        int size = options.LogicalSectorSize ?? (connection.Export.MinimumBlock <= 512 ? 512 : 4096);
        return size is 512 or 4096 && connection.Export.MinimumBlock <= size && connection.Export.Length % connection.Export.MinimumBlock == 0
            ? size
            : throw new DiskImageException(
                DiskErrorIds.SectorSizeNotSupported, connection.Address.ToString(), null,
                $"The export has {connection.Export.Length} bytes and a minimum block of {connection.Export.MinimumBlock}; sectors of {size} are wanted.",
                "sectors of 512 or 4096 bytes, a minimum block no larger, and a length in whole minimum blocks");
    }

    /// <summary>A read that begins or ends within a minimum block: the blocks are read, and what was asked for is taken out.</summary>
    private async ValueTask ReadAroundAsync(long offset, int before, int behind, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var around = new byte[before + buffer.Length + behind];
        await InPiecesAsync(offset, around.Length, (connection, at, length) =>
            connection.ReadAsync(at, around.AsMemory((int)(at - offset), (int)length), cancellationToken));
        around.AsMemory(before, buffer.Length).CopyTo(buffer);
    }

    private async ValueTask WriteOutZeroesAsync(long offset, long length, CancellationToken cancellationToken)
    {
        var zeroes = new byte[(int)Math.Min(length, _requestSize)];
        while (length > 0)
        {
            int part = (int)Math.Min(length, zeroes.Length);
            await Next().WriteAsync(offset, zeroes.AsMemory(0, part), cancellationToken: cancellationToken);
            offset += part;
            length -= part;
        }
    }

    /// <summary>All pieces are under way at once, and all have ended when this returns, also when one fails.</summary>
    private async ValueTask InPiecesAsync(long offset, long length, Func<NbdConnection, long, long, ValueTask> request)
    {
        if (length <= _requestSize)
        {
            await request(Next(), offset, length);
            return;
        }

        var pieces = new List<Task>();
        for (long done = 0; done < length; done += _requestSize)
        {
            pieces.Add(request(Next(), offset + done, Math.Min(_requestSize, length - done)).AsTask());
        }

        await Task.WhenAll(pieces);
    }

    private NbdConnection Next() => _connections[(int)(Interlocked.Increment(ref _next) % (uint)_connections.Count)];

    private void CheckRange(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
    }
}
