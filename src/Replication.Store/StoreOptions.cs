using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Store.Files;

namespace Replication.Store;

public sealed record StoreOptions
{
    /// <summary>Make the store when the directory is missing or empty.</summary>
    public bool Create { get; init; }

    /// <summary>Take no lock and change nothing; works beside a writer and sees what it completes.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Of a store that is created now; an existing one keeps its own.</summary>
    public StoreCompression Compression { get; init; }

    /// <summary>
    /// Open for writing although the file system does not enforce the lock. Two writers then destroy the store: only
    /// for a directory that nobody else can reach.
    /// </summary>
    public bool TrustUnenforcedLock { get; init; }

    /// <summary>Bytes put into a snapshot between two marks that make what came before trusted after a crash.</summary>
    public long CheckpointBytes { get; init; } = 512L << 20;

    public ILogger Logger { get; init; } = NullLogger.Instance;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal IStoreFiles Files { get; init; } = new LocalStoreFiles();

    /// <summary>Logical size at which a segment is closed: small enough that a dead one is worth unlinking.</summary>
    internal long SegmentBytes { get; init; } = 1L << 30;

    /// <summary>Blocks whose latest puts are gathered in one pass over the log: 1 TiB of disk for 8 MiB of memory.</summary>
    internal int WindowBlocks { get; init; } = 2 * 1024 * 1024;
}
