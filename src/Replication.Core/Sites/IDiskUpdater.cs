using Replication.Core.Transfer;

namespace Replication.Core.Sites;

/// <summary>A site that makes a disk of its machine equal to a snapshot of its own store by itself, because both are far from here.</summary>
public interface IDiskUpdater
{
    /// <summary>As <see cref="DiskUpdate"/>: writes every block in which the two differ; repeating it finds what is still missing.</summary>
    Task<DiskUpdateResult> UpdateDiskAsync(
        string machineId, string diskId, string snapshotId, IProgress<long>? bytesRead = null, CancellationToken cancellationToken = default);
}
