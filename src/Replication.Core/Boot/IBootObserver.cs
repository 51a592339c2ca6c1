using Replication.Core.Errors;

namespace Replication.Core.Boot;

/// <summary>A site that can start a machine without any network and watch it boot.</summary>
public interface IBootObserver
{
    /// <summary>
    /// Starts the machine isolated (anew, when it runs already), waits for what the probe asks for, and takes a picture of its screen. The
    /// machine runs on.
    /// </summary>
    /// <param name="machineId">A test machine.</param>
    /// <param name="probe">What to wait for.</param>
    /// <param name="vmId">VM that the pictures are kept for.</param>
    /// <param name="pointId">Point that the machine was made of; a new picture replaces an old one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ReplicationException">BootProbeInvalid, and what starting refuses with.</exception>
    Task<BootObservation> ObserveBootAsync(string machineId, BootProbe probe, string vmId, string pointId, CancellationToken cancellationToken = default);

    /// <summary>Removes the pictures of a VM's points but those of the points to keep.</summary>
    void RemoveScreenshots(string vmId, IReadOnlyCollection<string> keepPointIds);
}
