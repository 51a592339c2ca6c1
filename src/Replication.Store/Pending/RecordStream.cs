using Replication.Core.Snapshots;

namespace Replication.Store.Pending;

/// <summary>Puts in ascending order with a look at the next one; keeps the LINEAR checksum and count of what passed.</summary>
internal sealed class RecordStream : IDisposable
{
    private readonly IEnumerator<PutRecord> _records;
    private readonly LinearChecksum _checksum = new();
    private readonly CancellationToken _cancellation;
    private bool _hasNext;

    public RecordStream(IEnumerable<PutRecord> records, CancellationToken cancellationToken)
    {
        _records = records.GetEnumerator();
        _cancellation = cancellationToken;
        _hasNext = _records.MoveNext();
    }

    public long Count { get; private set; }

    public long NextBlock => _records.Current.Block;

    public bool HasBefore(long block) => _hasNext && _records.Current.Block < block;

    public PutRecord Take()
    {
        _cancellation.ThrowIfCancellationRequested();
        PutRecord record = _records.Current;
        _checksum.Add(record.Block, record.Arrived.Digest);
        Count++;
        _hasNext = _records.MoveNext();
        return record;
    }

    public BlockDigest FinishChecksum() => _checksum.Finish();

    public void Dispose()
    {
        _records.Dispose();
        _checksum.Dispose();
    }
}
