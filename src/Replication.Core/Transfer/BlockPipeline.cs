using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

/// <summary>
/// Runs a list of blocks through a few workers and puts the digests they return into the root hash in order. Every
/// pass over a disk is this: sending, hashing, making one disk equal to another. Memory is bounded by the number of
/// chunks in flight; a block stays in its core's cache from the read to the write. Stopped means stopped: when
/// <see cref="RunAsync"/> returns or throws, no worker runs any more.
/// </summary>
internal sealed class BlockPipeline
{
    /// <summary>Blocks handed to a worker at once: 8 MiB keeps reads sequential and the hand-over cheap.</summary>
    public const int ChunkBlocks = 16;

    private readonly IAsyncEnumerable<BlockWork> _blocks;
    private readonly BlockWorker _worker;
    private readonly int _workers;
    private readonly Action<long>? _reached;
    private readonly OrderedDigests _digests;
    private readonly Channel<BlockChunk> _chunks;
    private readonly SemaphoreSlim _window;

    private BlockPipeline(long diskLength, IAsyncEnumerable<BlockWork> blocks, BlockWorker worker, int workers, Action<long>? reached)
    {
        _blocks = blocks;
        _worker = worker;
        _workers = workers;
        _reached = reached;
        _digests = new OrderedDigests(diskLength);
        _chunks = Channel.CreateBounded<BlockChunk>(new BoundedChannelOptions(workers) { SingleWriter = true });
        // One slow worker must not let the others run ahead without limit: chunks leave the window in order.
        _window = new SemaphoreSlim(4 * workers);
    }

    /// <summary>What is to be done with one block.</summary>
    /// <returns>Its digest for the root hash; the default value for zeros, null when it is not known.</returns>
    public delegate ValueTask<BlockDigest?> BlockWorker(BlockWork work, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Blocks in flight at once that keep this machine's cores busy.</summary>
    public static int DefaultWorkers => Math.Clamp(Environment.ProcessorCount, 2, 16);

    /// <param name="diskLength">Length of the disk whose root hash comes out.</param>
    /// <param name="blocks">Ascending.</param>
    /// <param name="worker">Called concurrently for different blocks, each time with a buffer of two blocks.</param>
    /// <param name="workers">How many run at once.</param>
    /// <param name="reached">Told the index of a block that was just finished; for progress.</param>
    /// <param name="cancellationToken">Stops everything.</param>
    /// <returns>The root hash, or null when a digest was not known.</returns>
    public static async Task<BlockDigest?> RunAsync(
        long diskLength, IAsyncEnumerable<BlockWork> blocks, BlockWorker worker, int workers, Action<long>? reached, CancellationToken cancellationToken)
    {
        var pipeline = new BlockPipeline(diskLength, blocks, worker, workers, reached);
        await pipeline.RunAsync(cancellationToken);
        return pipeline._digests.Finish();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        // The first failure of anybody stops everybody; all are awaited, and the first failure is what the caller sees.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? failure = null;
        async Task Guarded(Func<CancellationToken, Task> work)
        {
            try
            {
                await work(stop.Token);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, error, null);
                await stop.CancelAsync();
            }
        }

        var tasks = new List<Task> { Task.Run(() => Guarded(PlanAsync), CancellationToken.None) };
        for (int i = 0; i < _workers; i++) tasks.Add(Task.Run(() => Guarded(WorkAsync), CancellationToken.None));
        await Task.WhenAll(tasks);
        _window.Dispose();
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    private async Task PlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            long sequence = 0;
            BlockChunk? chunk = null;
            await foreach (BlockWork work in _blocks.WithCancellation(cancellationToken))
            {
                if (chunk is null)
                {
                    await _window.WaitAsync(cancellationToken);
                    chunk = new BlockChunk(sequence++);
                }

                chunk.Blocks[chunk.Count++] = work;
                if (chunk.Count < ChunkBlocks) continue;
                await _chunks.Writer.WriteAsync(chunk, cancellationToken);
                chunk = null;
            }

            if (chunk is not null) await _chunks.Writer.WriteAsync(chunk, cancellationToken);
        }
        finally
        {
            _chunks.Writer.Complete();
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        // Its own buffer per worker, from the pinned heap: the kernel copies straight into it and the GC never moves it.
        Memory<byte> buffer = GC.AllocateUninitializedArray<byte>(2 * BlockGeometry.BlockSize, pinned: true);
        await foreach (BlockChunk chunk in _chunks.Reader.ReadAllAsync(cancellationToken))
        {
            for (int i = 0; i < chunk.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                chunk.Digests[i] = await _worker(chunk.Blocks[i], buffer, cancellationToken);
            }

            int collected = _digests.Add(chunk);
            if (collected > 0) _window.Release(collected);
            _reached?.Invoke(chunk.Blocks[chunk.Count - 1].Index);
        }
    }
}

/// <summary>Blocks handed over together, in the order of the list they come from.</summary>
internal sealed class BlockChunk(long sequence)
{
    public long Sequence => sequence;

    public BlockWork[] Blocks { get; } = new BlockWork[BlockPipeline.ChunkBlocks];

    public BlockDigest?[] Digests { get; } = new BlockDigest?[BlockPipeline.ChunkBlocks];

    public int Count { get; set; }
}
