using Replication.Core.Manifests;

namespace Replication.Core.Snapshots;

/// <summary>Opens a snapshot store in a folder: external media, or what is left of a site.</summary>
public interface IStoreOpener
{
    Task<IReplicaStorage> OpenAsync(string directory, StoreAccess access, CancellationToken cancellationToken = default);
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
