using Replication.Store.Data;
using Replication.Store.Files;
using Replication.Store.Volumes;

namespace Replication.Store.Pending;

/// <summary>
/// Makes a pending snapshot continuable after its process ended in whatever way: voids the records that did not
/// survive, gives back space that no surviving record refers to, flushes the rest and marks it as trusted.
/// </summary>
internal sealed class PendingRepair(Volume volume, PendingHeader header, PutLog log)
{
    private readonly Dictionary<uint, PageBitmap> _bitmaps = [];
    private readonly List<IStoreFile> _segments = [];

    /// <summary>Number of puts that survived, counting repeated ones.</summary>
    public long Puts { get; private set; }

    public void Run(BlockSet put)
    {
        var recovery = new PendingRecovery(log, new GrainReader(volume.Segments));
        try
        {
            OpenUncertainSegments(recovery.Trusted);
            foreach (PutRecord record in recovery.Survivors(log.Void))
            {
                put.Add(record.Block);
                Puts++;
                foreach (GrainPointer grain in record.Arrived.Grains)
                {
                    if (!grain.IsZero && _bitmaps.TryGetValue(grain.Segment, out PageBitmap? bitmap)) bitmap.Add(grain);
                }
            }

            Settle(recovery.Trusted);
        }
        finally
        {
            foreach (IStoreFile segment in _segments) segment.Dispose();
        }
    }

    /// <summary>Segments that may hold data without a record or a record without data: those from the last trusted one on.</summary>
    private void OpenUncertainSegments(long trusted)
    {
        var own = volume.Segments.OwnedBy(header.Id);
        uint last = 0;
        foreach (var (_, record) in log.Scan(0, trusted))
        {
            if (record.Kind != PutRecordKind.Put) continue;
            foreach (GrainPointer grain in record.Arrived.Grains)
            {
                if (grain.Segment > last && own.Contains(grain.Segment)) last = grain.Segment;
            }
        }

        foreach (uint number in own.Where(number => number >= last))
        {
            if (volume.Segments.OpenForWriting(number) is not { } segment) continue;
            _segments.Add(segment);
            _bitmaps.Add(number, new PageBitmap(segment.Length));
        }
    }

    private void Settle(long trusted)
    {
        foreach (var (segment, bitmap) in _segments.Zip(_bitmaps.Values))
        {
            foreach (var (page, count) in bitmap.UnusedRuns()) segment.TryPunchHole((long)page * StorePage.Size, (long)count * StorePage.Size);
            segment.Flush();
        }

        if (log.Count == 0 || (trusted == log.Count - 1 && log.Read(trusted).Kind == PutRecordKind.Mark)) return;
        log.Flush();
        log.AppendMark(log.Count);
    }
}
