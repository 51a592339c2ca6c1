using Replication.Core.Disks;

namespace Replication.Core.Mounts;

/// <summary>Port to what serves mounts, a process that outlives commands, and to the overlays that they keep.</summary>
public interface IMountHost
{
    /// <summary><see cref="PointMount.Place"/> of what is mounted here.</summary>
    string? Place { get; }

    /// <summary>Makes the empty overlays of a writable mount; those that are there already are left as they are.</summary>
    void Prepare(PointMount mount);

    /// <summary>Has the mount served, by a host that is started for it when there is none, and returns when its disks can be read.</summary>
    /// <exception cref="Errors.ReplicationException">Why they cannot; MountNotServed when it takes too long; what kept the host from starting.</exception>
    Task<MountServing> ServeAsync(PointMount mount, CancellationToken cancellationToken = default);

    /// <summary>How it is served at the moment; nothing is started.</summary>
    Task<MountServing> FindAsync(string mountId, CancellationToken cancellationToken = default);

    /// <summary>Returns when nothing of a mount that the catalog no longer calls mounted is served; its overlays are closed and durable then.</summary>
    Task WithdrawAsync(string mountId, CancellationToken cancellationToken = default);

    /// <summary>Opens the overlay of a disk of a writable mount that is not served, over the content of its snapshot.</summary>
    IOverlayDisk OpenOverlay(PointMount mount, MountDisk disk, IDiskView snapshot);

    /// <summary>Removes the overlays with what was written to them; no error when there are none.</summary>
    void Discard(PointMount mount);
}
