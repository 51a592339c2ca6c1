using Replication.Core.Manifests;

namespace Replication.Core.Snapshots;

/// <summary>Opens a snapshot store in a folder: external media, or what is left of a site.</summary>
public interface IStoreOpener
{
    /// <param name="directory">Folder of the store.</param>
    /// <param name="access">What it is opened for.</param>
    /// <param name="compress">Of a store that is made now; an existing one stays as it is.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReplicaStorage> OpenAsync(string directory, StoreAccess access, bool compress = false, CancellationToken cancellationToken = default);
}

public enum StoreAccess
{
    /// <summary>Any number of processes at once.</summary>
    Read,
    Write,

    /// <summary>As Write; makes the store when the folder holds none.</summary>
    Create,
}

/// <summary>Snapshots and manifests in one place.</summary>
public interface IReplicaStorage : ISnapshotStore, IManifestStore;
