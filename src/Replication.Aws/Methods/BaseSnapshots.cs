using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Aws.Methods;

/// <summary>The snapshots that increments build on.</summary>
internal static class BaseSnapshots
{
    /// <summary>Error: IntegritySnapshotMissing.</summary>
    public static async Task RequireAsync(ISnapshotStore store, TransferSubject subject, CancellationToken cancellationToken)
    {
        foreach ((string diskId, string? snapshotId) in subject.Bases)
        {
            if (snapshotId is null) continue;
            try
            {
                await store.DescribeAsync(snapshotId, cancellationToken);
            }
            catch (SnapshotStoreException missing) when (missing.ErrorId == ErrorIds.SnapshotNotFound)
            {
                throw TransferMethodErrors.BaseMissing(subject.Machine.Name, diskId, snapshotId);
            }
        }
    }
}
