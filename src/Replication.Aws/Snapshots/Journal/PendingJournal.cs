using Replication.Aws.Snapshots.Digests;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Journal;

/// <summary>
/// What was put into one pending snapshot. EBS has no verb to ask, and refuses a completion whose count or checksum is
/// not that of the blocks it got, so every put is marked as begun before it is sent and gets its digest when the service
/// has acknowledged it. After a crash the marks say which blocks are known and which must be put again.
/// Marks are not flushed one by one: a power loss may lose some, and then the LINEAR checksum of the completion refuses.
/// </summary>
internal sealed class PendingJournal : IDisposable
{
    /// <summary>Two puts of one block must not overtake each other; puts of different blocks hardly ever meet here.</summary>
    private const int Stripes = 64;

    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];
    private readonly DigestFile _blocks;
    private readonly Lock _lock = new();
    private long _put;
    private long _begun;

    public PendingJournal(JournalHeader header, DigestFile blocks)
    {
        Header = header;
        _blocks = blocks;
        foreach (var (_, mark) in blocks.Scan()) Count(mark, 1);
    }

    public JournalHeader Header { get; set; }

    public string SnapshotId => Header.SnapshotId ?? throw new InvalidOperationException("The snapshot is not started yet.");

    /// <summary>Distinct blocks that the caller put.</summary>
    public long PutBlocks
    {
        get
        {
            lock (_lock) return _put;
        }
    }

    /// <summary>Blocks of which it is not known whether the service has them.</summary>
    public long BegunBlocks
    {
        get
        {
            lock (_lock) return _begun;
        }
    }

    public BlockDigest Get(long block) => _blocks.Get(block);

    public void Set(long block, BlockDigest mark)
    {
        lock (_lock)
        {
            BlockDigest before = _blocks.Get(block);
            _blocks.Set(block, mark);
            Count(before, -1);
            Count(mark, 1);
        }
    }

    /// <summary>Every mark, ascending.</summary>
    public IEnumerable<(long Block, BlockDigest Mark)> Marks() => _blocks.Scan();

    public SemaphoreSlim Stripe(long block) => _stripes[block % Stripes];

    public void Dispose()
    {
        _blocks.Dispose();
        foreach (SemaphoreSlim stripe in _stripes) stripe.Dispose();
    }

    private void Count(BlockDigest mark, int by)
    {
        if (mark == Mark.Begun) _begun += by;
        else if (!mark.IsAbsent && mark != Mark.Fill) _put += by;
    }
}
