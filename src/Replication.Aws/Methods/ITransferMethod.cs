using Replication.Aws.Snapshots.Journal;
using Replication.Core.Rules.Methods;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Aws.Methods;

/// <summary>
/// A way into the store of a site beside EBS direct. Its pending snapshots go by ids of its own until they are completed,
/// and their journals say that they are its.
/// </summary>
internal interface ITransferMethod : IAsyncDisposable
{
    TransferMethod Method { get; }

    /// <summary>Whether an id is one that this method gives to pending snapshots.</summary>
    bool Names(string snapshotId);

    bool Began(JournalHeader header);

    /// <summary>Removes what a killed process left behind and nobody continues; called where the method was used before.</summary>
    Task CleanUpAsync(CancellationToken cancellationToken);

    Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken);

    ValueTask<BlockDigest> PutBlockAsync(PendingJournal journal, long block, ReadOnlyMemory<byte> data, BlockDigest? expected, CancellationToken cancellationToken);

    Task<SnapshotInfo> CompleteAsync(string pendingId, CompleteSnapshotRequest request, CancellationToken cancellationToken);

    /// <summary>The snapshot that a pending one became; null when there is none.</summary>
    Task<SnapshotInfo?> FindCompletedAsync(string pendingId, CancellationToken cancellationToken);

    Task RemoveAsync(PendingJournal journal, CancellationToken cancellationToken);

    /// <summary>A completed snapshot, whoever made it, was deleted.</summary>
    Task ForgetSnapshotAsync(string snapshotId, CancellationToken cancellationToken);

    /// <summary>Whether it matters which drivers the guest has.</summary>
    bool AsksForDrivers(TransferSubject subject) => false;

    Task<IReadOnlyList<string>> DescribeAsync(TransferSubject subject, CancellationToken cancellationToken);

    Task PrepareAsync(TransferSubject subject, CancellationToken cancellationToken);

    Task ReleaseAsync(string holder);
}
