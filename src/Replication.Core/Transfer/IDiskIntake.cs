namespace Replication.Core.Transfer;

/// <summary>
/// A store into which some disks come as a whole: what carries them there has no places for single blocks that are put
/// in any order.
/// </summary>
public interface IDiskIntake
{
    /// <summary>Whether this pending snapshot takes its disk as a whole, and no blocks.</summary>
    bool TakesWhole(string snapshotId);

    /// <summary>
    /// Reads all of the disk and brings it to the destination; the snapshot is then ready to be completed. Repeated after an
    /// interruption it reads everything again and sends only what is not there yet.
    /// </summary>
    Task<DiskTransferResult> TakeAsync(DiskTransferRequest request, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default);
}
