using System.Runtime.CompilerServices;
using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Disks.Vmdk;

/// <summary>
/// Writes a disk as a streamOptimized VMDK into anything that takes bytes in order. Only allocated extents are read,
/// grains of zeros are left out, and grains are compressed side by side but written in order. Memory does not grow with
/// the disk, but for four bytes per 32 MiB of it (the grain directory).
/// </summary>
public static class VmdkStreamWriter
{
    /// <summary>Compression is bound to the processors; more workers than this outrun every disk and network.</summary>
    private const int MaxWorkers = 16;

    /// <param name="output">Written front to back, never read or moved; left open.</param>
    /// <param name="source">A disk of 512-byte sectors; a last partial sector is filled up with zeros.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="bytesWritten">Told the bytes written so far.</param>
    /// <param name="cancellationToken">When this returns after a stop nothing is written any more.</param>
    /// <exception cref="DiskImageException">The format has no way to hold this disk.</exception>
    public static async Task WriteAsync(
        Stream output, IDiskView source, VmdkStreamOptions? options = null, IProgress<long>? bytesWritten = null,
        CancellationToken cancellationToken = default)
    {
        const string Name = "VMDK stream";
        CheckSource(source, Name);
        await WriteAsync(output.WriteAsync, Name, source, options ?? new VmdkStreamOptions(), bytesWritten, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    /// <param name="source">A disk to be written.</param>
    /// <param name="name">What an error calls the output.</param>
    internal static void CheckSource(IDiskView source, string name)
    {
        if (source.LogicalSectorSize != VmdkLimits.SectorSize)
        {
            throw VmdkErrors.NotSupported(
                name, $"The disk has sectors of {source.LogicalSectorSize} bytes.", "512: a guest would not find its partitions");
        }

        if (source.Length is 0 or > VmdkLimits.MaxCapacitySectors * VmdkLimits.SectorSize)
        {
            throw new DiskImageException(
                DiskErrorIds.DiskSizeNotRepresentable, name, null, $"The disk has {source.Length} bytes.",
                $"1 to {VmdkLimits.MaxCapacitySectors * VmdkLimits.SectorSize}");
        }
    }

    internal static async Task WriteAsync(
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> append, string name, IDiskView source, VmdkStreamOptions options,
        IProgress<long>? bytesWritten, CancellationToken cancellationToken)
    {
        var sink = new StreamSink(append, name, (source.Length + VmdkLimits.SectorSize - 1) / VmdkLimits.SectorSize);
        var pending = new Queue<Task<GrainBatch>>();
        int most = 2 * Math.Clamp(Environment.ProcessorCount, 1, MaxWorkers);
        try
        {
            await sink.BeginAsync(options, cancellationToken);
            await foreach (var range in RangesAsync(source, cancellationToken))
            {
                if (pending.Count >= most) await TakeAsync();
                var batch = await ReadAsync(source, range, cancellationToken);
                pending.Enqueue(Task.Run(() => Compress(batch), CancellationToken.None));
            }

            while (pending.Count > 0) await TakeAsync();
            await sink.EndAsync(cancellationToken);
            bytesWritten?.Report(sink.Position);
        }
        finally
        {
            // Workers still hold buffers; none outlives this call.
            foreach (var rest in pending) (await rest).Dispose();
        }

        async ValueTask TakeAsync()
        {
            using var batch = await pending.Dequeue();
            await sink.AddAsync(batch, cancellationToken);
            bytesWritten?.Report(sink.Position);
        }

        GrainBatch Compress(GrainBatch batch)
        {
            batch.Compress(options.Compression);
            return batch;
        }
    }

    private static async ValueTask<GrainBatch> ReadAsync(IDiskView source, Extent range, CancellationToken cancellationToken)
    {
        var batch = new GrainBatch(range.Offset, (int)range.Length);
        try
        {
            int inside = (int)Math.Min(range.Length, source.Length - range.Offset);
            await source.ReadAsync(range.Offset, batch.Input[..inside], cancellationToken);
            batch.Input[inside..].Span.Clear();
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>The allocated extents as whole grains, each once, cut to batches that stay within the reach of one table.</summary>
    private static async IAsyncEnumerable<Extent> RangesAsync(
        IDiskView source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long next = 0;
        await foreach (var extent in source.AllocatedExtentsAsync(0, source.Length, cancellationToken))
        {
            long start = Math.Max(next, extent.Offset / StreamLayout.GrainBytes * StreamLayout.GrainBytes);
            next = (extent.End + StreamLayout.GrainBytes - 1) / StreamLayout.GrainBytes * StreamLayout.GrainBytes;
            while (start < next)
            {
                long tableEnd = (start / StreamLayout.TableReach + 1) * StreamLayout.TableReach;
                long length = Math.Min(GrainBatch.MaxBytes, Math.Min(next, tableEnd) - start);
                yield return new Extent(start, length);
                start += length;
            }
        }
    }
}
