using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Store.Data;
using Replication.Store.Pending;
using Replication.Store.Reading;
using Replication.Store.Volumes;

namespace Replication.Store;

/// <summary>What is there, looked up on disk, for readers beside a writer as for the writer itself.</summary>
internal sealed class SnapshotCatalog(VolumeSet volumes, PendingSet pendings, StoreOptions options)
{
    public Volume Find(string id) => (SnapshotId.IsValid(id) ? volumes.Find(id) : null) ?? throw StoreErrors.NotFound(id);

    public SnapshotInfo Describe(string id) => TryDescribe(Find(id), id) ?? throw StoreErrors.NotFound(id);

    public IEnumerable<SnapshotInfo> List()
    {
        foreach (Volume volume in volumes.All())
        {
            foreach (string id in volume.SnapshotIds().Union(volume.PendingIds()).Where(SnapshotId.IsValid).ToList())
            {
                if (DescribeEvenDamaged(volume, id) is { } info) yield return info;
            }
        }
    }

    public LeasedSnapshot Lease(string id)
    {
        Volume volume = Find(id);
        if (LeasedSnapshot.TryOpen(volume, id) is { } leased) return leased;
        throw volume.Files.FileExists(volume.Paths.PendingHeader(id)) && !volume.Files.FileExists(volume.Paths.Snapshot(id))
            ? StoreErrors.NotCompleted(id)
            : StoreErrors.NotFound(id);
    }

    /// <summary>What a store that is open for reading only can tell of a snapshot that another process writes to.</summary>
    public IEnumerable<PutRecord> PendingPuts(string id)
    {
        Volume volume = Find(id);
        if (volume.ReadPending(id) is null) throw StoreErrors.NotPending(id, "it is completed.");
        using PutLog? log = PutLog.OpenForReading(volume.Files, volume.Paths.PendingLog(id));
        if (log is null) yield break;
        var dropped = new HashSet<long>();
        foreach (PutRecord _ in new PendingRecovery(log, new GrainReader(volume.Segments)).Survivors(sequence => dropped.Add(sequence)))
        {
            // Only who did not survive is of interest; the survivors come in order from the second pass.
        }

        foreach (PutRecord record in new LatestPuts(log, log.Count, options.WindowBlocks, dropped)) yield return record;
    }

    private SnapshotInfo? TryDescribe(Volume volume, string id)
    {
        if (volume.ReadSnapshot(id) is { } snapshot) return snapshot.Describe();
        PendingHeader? header = volume.ReadPending(id);
        // Completed between the two looks.
        return header is null ? volume.ReadSnapshot(id)?.Describe() : header.Describe(CountPending(volume, header));
    }

    private SnapshotInfo? DescribeEvenDamaged(Volume volume, string id)
    {
        try
        {
            return TryDescribe(volume, id);
        }
        catch (SnapshotStoreException error) when (error.ErrorId == "CorruptIndex")
        {
            // One damaged document must neither hide the others nor be passed over in silence.
            return new SnapshotInfo(id, null, SnapshotState.Error, 0, default, error.Message, new Dictionary<string, string>(), null, 0);
        }
    }

    private long CountPending(Volume volume, PendingHeader header)
    {
        if (pendings.TryGet(header.Id, out PendingSnapshot open)) return open.DistinctBlocks;
        using PutLog? log = PutLog.OpenForReading(volume.Files, volume.Paths.PendingLog(header.Id));
        if (log is null) return 0;
        var put = new BlockSet(BlockGeometry.BlockCount(header.Length));
        foreach (var (_, record) in log.Scan(0, log.Count))
        {
            if (record.Kind == PutRecordKind.Put) put.Add(record.Block);
        }

        return put.Count;
    }
}
