using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Machines;
using Replication.Core.Manifests;
using Replication.Core.Snapshots;

namespace Replication.Core.Sites;

/// <summary>
/// A site as the engine uses it, in both roles: source of machines and destination of replicas. Every change is
/// idempotent under the id the caller chose, so that a job which died half-way can simply repeat its step.
/// </summary>
public interface ISite : IAsyncDisposable
{
    SiteDefinition Definition { get; }

    /// <summary>Whether the site has replica storage, so that others may replicate to it.</summary>
    bool AcceptsReplicas { get; }

    /// <summary>Replica storage of the site. Opened on first use; ReplicaServerDisabled where there is none.</summary>
    Task<ISnapshotStore> OpenStoreAsync(CancellationToken cancellationToken = default);

    Task<IManifestStore> OpenManifestsAsync(CancellationToken cancellationToken = default);

    IAsyncEnumerable<Machine> ListMachinesAsync(CancellationToken cancellationToken = default);

    /// <summary>By id; null when the site holds no such machine.</summary>
    Task<Machine?> FindMachineAsync(string machineId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Captures the named disks at one instant. Refused (VmRunning) where a running machine cannot be captured
    /// consistently.
    /// </summary>
    /// <param name="machineId">Which machine.</param>
    /// <param name="diskIds">Which of its disks.</param>
    /// <param name="since">
    /// By disk id, the change token of an earlier capture. A site that can tell what changed since answers it with
    /// <see cref="CapturedDisk.ChangedExtents"/>; one that cannot (any more) leaves them null.
    /// </param>
    /// <param name="cancellationToken">Stops it; nothing is left at the site.</param>
    Task<IMachineImage> CaptureAsync(
        string machineId, IReadOnlyCollection<string> diskIds, IReadOnlyDictionary<string, string>? since = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes what captures of this machine left at the site, except what the change tokens to keep refer to. Harmless
    /// to repeat, and for a machine that is gone.
    /// </summary>
    Task ReleaseCapturesAsync(string machineId, IReadOnlyCollection<string> keep, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a machine from disk contents. It exists completely or not at all; repeating with the same id after a
    /// crash ends in the same machine. Its disk ids are those of the specification. A standby machine of that id that
    /// exists already is given the contents in place of those it had.
    /// </summary>
    Task<Machine> CreateMachineAsync(MachineSpecification specification, IProgress<long>? bytesWritten = null, CancellationToken cancellationToken = default);

    /// <summary>Removes a machine, its disks and what captures of it left at the site; no error when it is gone already.</summary>
    Task DeleteMachineAsync(string machineId, CancellationToken cancellationToken = default);

    /// <summary>Upper bound of the bytes that a full copy of the disk takes; reads no content and changes nothing.</summary>
    Task<long> AllocatedBytesAsync(string machineId, string diskId, CancellationToken cancellationToken = default);

    /// <summary>Opens a disk of a stopped machine to read it, holding it against others.</summary>
    Task<IDiskView> OpenDiskAsync(string machineId, string diskId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens a disk of a stopped machine to be made equal to another content of the given length (failback).
    /// </summary>
    Task<IDiskTarget> OpenDiskTargetAsync(string machineId, string diskId, long length, CancellationToken cancellationToken = default);

    Task StartMachineAsync(string machineId, CancellationToken cancellationToken = default);

    Task StopMachineAsync(string machineId, CancellationToken cancellationToken = default);

    /// <summary>Whether machines of this site can be started here at all, and why not.</summary>
    (bool CanStart, string? Reason) Power { get; }

    SiteAbilities Abilities { get; }

    /// <summary>Free bytes for replicas and recovery points, or null where the question makes no sense.</summary>
    long? FreeBytes { get; }
}
