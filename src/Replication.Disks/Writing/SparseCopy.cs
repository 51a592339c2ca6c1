using System.Buffers;
using System.Runtime.CompilerServices;
using Replication.Core.Disks;

namespace Replication.Disks.Writing;

/// <summary>
/// Moves what is not zero from a disk to a sink: walks the allocated extents only, reads pieces of <see cref="PieceSize"/>
/// with a few workers, and leaves out runs of whole zero pages. Memory: one pooled buffer for each worker. When the call
/// returns, for whatever reason, no worker writes any more.
/// </summary>
internal static class SparseCopy
{
    /// <summary>Large enough to amortise a system call, small enough for the second-level cache; divides every block size.</summary>
    public const int PieceSize = 1024 * 1024;

    /// <summary>Unit in which file systems keep holes.</summary>
    public const int PageSize = 4096;

    /// <summary>Two keep reading and writing overlapped on the smallest machine; more than four only compete for the disk.</summary>
    private const int MinWorkers = 2;
    private const int MaxWorkers = 4;

    /// <param name="processed">Receives the running total of allocated bytes dealt with, written or found to be zeros.</param>
    public static async Task RunAsync(IDiskView source, INonZeroSink sink, IProgress<long>? processed, CancellationToken cancellationToken)
    {
        long total = 0;
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, MinWorkers, MaxWorkers),
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(Pieces(source, cancellationToken), options, async (piece, token) =>
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
            try
            {
                Memory<byte> data = buffer.AsMemory(0, (int)piece.Length);
                await source.ReadAsync(piece.Offset, data, token);
                WriteNonZero(sink, piece.Offset, data.Span);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            processed?.Report(Interlocked.Add(ref total, piece.Length));
        });
    }

    /// <summary>The allocated extents, cut at multiples of <see cref="PieceSize"/>.</summary>
    private static async IAsyncEnumerable<Extent> Pieces(IDiskView source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Extent extent in source.AllocatedExtentsAsync(0, source.Length, cancellationToken))
        {
            for (long offset = extent.Offset; offset < extent.End;)
            {
                long end = Math.Min(extent.End, (offset / PieceSize + 1) * PieceSize);
                yield return new Extent(offset, end - offset);
                offset = end;
            }
        }
    }

    private static void WriteNonZero(INonZeroSink sink, long offset, ReadOnlySpan<byte> data)
    {
        int position = 0;
        while (position < data.Length)
        {
            int zeros = data[position..].IndexOfAnyExcept((byte)0);
            if (zeros < 0) return;
            int start = Math.Max(position, PageStart(offset, position + zeros));
            int end = start;
            do end = NextPage(offset, end, data.Length);
            while (end < data.Length && data[end..NextPage(offset, end, data.Length)].ContainsAnyExcept((byte)0));
            sink.Write(offset + start, data[start..end]);
            position = end;
        }
    }

    private static int PageStart(long offset, int position) => (int)((offset + position) / PageSize * PageSize - offset);

    private static int NextPage(long offset, int position, int limit) =>
        (int)Math.Min(limit, ((offset + position) / PageSize + 1) * PageSize - offset);
}
