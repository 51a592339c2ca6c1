using Replication.Core.Errors;
using Replication.Core.Transfer;

namespace Replication.Core.Sites;

/// <summary>A site that can give a machine disks of its own in place of mounted ones, also while it runs.</summary>
public interface IDiskSettler
{
    /// <summary>
    /// Copies the disks, which have to be served meanwhile, and has the machine use the copies. A guest that runs writes on; for the change itself it
    /// stands still for a moment, so that mount and copy are equal while it is not yet certain which of them counts. Repeating it continues.
    /// </summary>
    /// <param name="machineId">Which machine.</param>
    /// <param name="diskIds">Which of its disks; those that are its own already are left as they are.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops waiting; a copy that a running machine makes goes on until <see cref="CancelSettlingAsync"/>.</param>
    /// <exception cref="ReplicationException">SettlingFailed, MachineNotFound, MachineBusy, and what keeps a disk from being read or written.</exception>
    Task SettleAsync(
        string machineId, IReadOnlyCollection<string> diskIds, IProgress<TransferProgress>? progress, CancellationToken cancellationToken = default);

    /// <summary>Ends copies that are under way and removes them. Disks that the machine uses already stay. No error when there are none.</summary>
    Task CancelSettlingAsync(string machineId, IReadOnlyCollection<string> diskIds, CancellationToken cancellationToken = default);
}
