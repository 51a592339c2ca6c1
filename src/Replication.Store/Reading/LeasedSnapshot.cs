using Replication.Store.Files;
using Replication.Store.Index;
using Replication.Store.Volumes;

namespace Replication.Store.Reading;

/// <summary>
/// A completed snapshot whose descriptor is locked shared: as long as this is open no process reclaims what the tree
/// refers to. A deletion first moves the descriptor away and then asks for the exclusive lock; so a lock obtained here
/// counts only when the descriptor is still in its place afterwards.
/// </summary>
internal sealed class LeasedSnapshot : IDisposable
{
    // The exclusive lock is only ever tried on a descriptor that was moved away; the second attempt therefore finds it gone.
    private const int Attempts = 3;

    private readonly IStoreFile _lease;

    private LeasedSnapshot(Volume volume, SnapshotDescriptor descriptor, IStoreFile lease)
    {
        Volume = volume;
        Descriptor = descriptor;
        _lease = lease;
    }

    public Volume Volume { get; }

    public SnapshotDescriptor Descriptor { get; }

    public IndexTree Tree => Volume.Tree(Descriptor);

    public static LeasedSnapshot? TryOpen(Volume volume, string id)
    {
        string path = volume.Paths.Snapshot(id);
        for (int attempt = 0; attempt < Attempts && volume.Files.FileExists(path); attempt++)
        {
            IStoreFile? lease = volume.Files.TryLease(path);
            if (lease is null) continue;
            try
            {
                if (volume.Files.FileExists(path))
                {
                    var leased = new LeasedSnapshot(volume, volume.ReadLeased(id, lease), lease);
                    lease = null;
                    return leased;
                }
            }
            finally
            {
                lease?.Dispose();
            }
        }

        return null;
    }

    public void Dispose() => _lease.Dispose();
}
