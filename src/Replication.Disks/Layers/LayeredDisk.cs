using System.Runtime.CompilerServices;
using Replication.Core.Disks;

namespace Replication.Disks.Layers;

/// <summary>
/// The guest's view of a chain of layers, the newest first. A read asks each layer only for what the layers above it
/// do not decide. A parent may be shorter than its child (the child was grown): beyond its end it reads as zeros.
/// </summary>
internal sealed class LayeredDisk(IReadOnlyList<DiskLayer> layers) : IDiskView
{
    private readonly DiskLayer[] _layers = [.. layers];

    public long Length => _layers[0].Length;

    public int LogicalSectorSize => _layers[0].LogicalSectorSize;

    public string Format { get; } = layers[0].FormatOf(layers);

    /// <summary>Every file of the chain, the newest first.</summary>
    public IReadOnlyList<string> Files => [.. _layers.SelectMany(layer => layer.Files)];

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckRange(offset, buffer.Length);
        cancellationToken.ThrowIfCancellationRequested();
        Read(0, offset, buffer.Span);
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
        long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CheckRange(offset, length);
        Extent pending = default;
        foreach (Extent extent in DataExtents(offset, offset + length, cancellationToken))
        {
            if (extent.Offset == pending.End && pending.Length > 0)
            {
                pending = pending with { Length = pending.Length + extent.Length };
                continue;
            }

            if (pending.Length > 0) yield return pending;
            pending = extent;
        }

        if (pending.Length > 0) yield return pending;
    }

    public ValueTask DisposeAsync()
    {
        foreach (DiskLayer layer in _layers) layer.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Read(int level, long offset, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (level == _layers.Length || offset >= _layers[level].Length)
            {
                buffer.Clear();
                return;
            }

            DiskLayer layer = _layers[level];
            LayerRun run = layer.Locate(offset, Math.Min(buffer.Length, layer.Length - offset));
            Span<byte> part = buffer[..(int)run.Length];
            if (run.Kind == RunKind.Data) layer.Read(run.Position, part);
            else if (run.Kind == RunKind.Zero) part.Clear();
            else Read(level + 1, offset, part);
            offset += run.Length;
            buffer = buffer[(int)run.Length..];
        }
    }

    /// <summary>
    /// Walks the chain once, descending into a parent for exactly the runs that the child leaves to it; the explicit
    /// stack keeps every run from being located twice. Data runs are refined by the holes of the file system.
    /// </summary>
    private IEnumerable<Extent> DataExtents(long offset, long end, CancellationToken cancellationToken)
    {
        var open = new Stack<(int Level, long End)>();
        open.Push((0, end));
        while (open.TryPeek(out (int Level, long End) range))
        {
            cancellationToken.ThrowIfCancellationRequested();
            long rangeEnd = range.Level == _layers.Length ? offset : Math.Min(range.End, _layers[range.Level].Length);
            if (offset >= rangeEnd)
            {
                offset = Math.Max(offset, range.End);
                open.Pop();
                continue;
            }

            DiskLayer layer = _layers[range.Level];
            LayerRun run = layer.Locate(offset, rangeEnd - offset);
            if (run.Kind == RunKind.Parent)
            {
                open.Push((range.Level + 1, offset + run.Length));
                continue;
            }

            if (run.Kind == RunKind.Data)
            {
                foreach (Extent part in layer.Allocated(run.Position, run.Length))
                    yield return part with { Offset = part.Offset - run.Position + offset };
            }

            offset += run.Length;
        }
    }

    private void CheckRange(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
    }
}
