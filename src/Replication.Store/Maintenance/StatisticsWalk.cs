using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Store.Data;
using Replication.Store.Files;
using Replication.Store.Reading;
using Replication.Store.Space;
using Replication.Store.Volumes;

namespace Replication.Store.Maintenance;

/// <summary>Counts by walking the trees; reads no data.</summary>
internal sealed class StatisticsWalk(VolumeSet volumes, CancellationToken cancellationToken)
{
    private readonly List<SnapshotStatistics> _snapshots = [];
    private readonly List<string> _damaged = [];

    public StoreStatistics Run()
    {
        int pending = 0;
        long allocated = 0;
        foreach (Volume volume in volumes.All())
        {
            AddVolume(volume);
            pending += volume.PendingIds().Count();
            allocated += Allocated(volume);
        }

        return new StoreStatistics(_snapshots, pending, allocated, _damaged);
    }

    private static long Allocated(Volume volume)
    {
        long bytes = volume.Index.AllocatedBytes();
        foreach (string name in volume.Files.ListFiles(volume.Paths.Data))
        {
            try
            {
                using IStoreFile segment = volume.Files.Open(Path.Combine(volume.Paths.Data, name), StoreFileAccess.Read);
                bytes += segment.AllocatedBytes();
            }
            catch (FileNotFoundException)
            {
                // Unlinked by a deletion that runs beside us.
            }
        }

        return bytes;
    }

    private static SnapshotStatistics Count(Volume volume, SnapshotDescriptor snapshot, IEnumerable<SnapshotDescriptor> others, CancellationToken cancellationToken)
    {
        var all = new SpaceCount();
        new ExclusiveSpace(volume.Index, all, cancellationToken).Walk(snapshot.Top, []);
        var exclusive = new SpaceCount();
        new ExclusiveSpace(volume.Index, exclusive, cancellationToken).Walk(snapshot.Top, others.Select(other => other.Top));
        return new SnapshotStatistics(
            snapshot.Start.Id, snapshot.Start.Length, all.GrainBytes, exclusive.GrainBytes + exclusive.PageBytes, all.PageBytes,
            volume.Tree(snapshot).Entries().LongCount(), all.Grains);
    }

    private void AddVolume(Volume volume)
    {
        var leases = new List<LeasedSnapshot>();
        try
        {
            foreach (string id in volume.SnapshotIds().ToList()) TryLease(volume, id, leases);
            AddSnapshots(volume, [.. leases.Select(lease => lease.Descriptor)]);
        }
        finally
        {
            foreach (LeasedSnapshot lease in leases) lease.Dispose();
        }
    }

    private void TryLease(Volume volume, string id, List<LeasedSnapshot> leases)
    {
        try
        {
            if (LeasedSnapshot.TryOpen(volume, id) is { } lease) leases.Add(lease);
        }
        catch (SnapshotStoreException)
        {
            _damaged.Add(id);
        }
    }

    private void AddSnapshots(Volume volume, List<SnapshotDescriptor> readable)
    {
        foreach (SnapshotDescriptor snapshot in readable)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                _snapshots.Add(Count(volume, snapshot, readable.Where(other => other != snapshot), cancellationToken));
            }
            catch (SnapshotStoreException)
            {
                _damaged.Add(snapshot.Start.Id);
            }
        }
    }

    private sealed class SpaceCount : ISpaceSink
    {
        public long GrainBytes { get; private set; }

        public long PageBytes { get; private set; }

        public long Grains { get; private set; }

        public void AddGrain(GrainPointer grain)
        {
            GrainBytes += grain.Bytes;
            Grains++;
        }

        public void AddPage(long page) => PageBytes += StorePage.Size;
    }
}
