using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Aws.Sites;

/// <summary>The snapshots that a machine's volumes are made of: those of the site's own store as they are, other content uploaded first.</summary>
internal sealed class DiskSnapshots(SiteParts parts)
{
    private const long GiB = 1L << 30;

    public async Task<IReadOnlyList<ReplicaDisk>> ResolveAsync(MachineSpecification specification, IProgress<long>? bytesWritten, CancellationToken cancellationToken)
    {
        ISnapshotStore store = await parts.StoreAsync(cancellationToken);
        var disks = new List<ReplicaDisk>();
        long written = 0;
        foreach (MachineDisk disk in ReplicaPlan.Order(specification))
        {
            DiskContent content = specification.Contents[disk.Id];
            string? snapshot = content.StoreId == store.Id ? content.SnapshotId : null;
            if (snapshot is null)
            {
                (snapshot, long sent) = await UploadAsync(store, specification.Machine.Id, disk.Id, content, cancellationToken);
                written += sent;
                bytesWritten?.Report(written);
            }

            disks.Add(new ReplicaDisk(disk.Id, disks.Count, snapshot, content.View.Length));
        }

        return disks;
    }

    /// <summary>A snapshot of nothing but zeros: a root device that no machine boots from.</summary>
    public async Task<string> EmptyAsync(string machineId, CancellationToken cancellationToken)
    {
        ISnapshotStore store = await parts.StoreAsync(cancellationToken);
        SnapshotInfo snapshot = await StartAsync(store, machineId, "", AwsTags.Shell, GiB, cancellationToken);
        if (snapshot.State == SnapshotState.Pending)
            await store.CompleteAsync(snapshot.Id, new CompleteSnapshotRequest { ChangedBlocks = 0, ExpectedRoot = new RootDigest(GiB).Finish() }, cancellationToken);
        return snapshot.Id;
    }

    private static async Task<(string SnapshotId, long Sent)> UploadAsync(ISnapshotStore store, string machineId, string diskId, DiskContent content, CancellationToken cancellationToken)
    {
        BlockDigest root = await DiskHash.ComputeAsync(content.View, diskId, null, cancellationToken);
        SnapshotInfo snapshot = await StartAsync(store, machineId, diskId, root.ToString(), content.View.Length, cancellationToken);
        if (snapshot.State == SnapshotState.Completed) return (snapshot.Id, 0);
        DiskTransferResult sent = await DiskTransfer.RunAsync(
            new DiskTransferRequest { DiskId = diskId, Source = content.View, Store = store, SnapshotId = snapshot.Id }, null, cancellationToken);
        await store.CompleteAsync(snapshot.Id, new CompleteSnapshotRequest { ChangedBlocks = sent.BlocksPut, ExpectedRoot = root }, cancellationToken);
        return (snapshot.Id, sent.BytesSent);
    }

    /// <summary>The content is in the token, so that a repetition finds its snapshot and other content never does.</summary>
    private static Task<SnapshotInfo> StartAsync(ISnapshotStore store, string machineId, string diskId, string content, long length, CancellationToken cancellationToken) => store.StartAsync(
        new StartSnapshotRequest
        {
            Length = length,
            ClientToken = ReplicaPlan.Digest($"{machineId}\n{diskId}\n{content}"),
            Description = $"To make machine {machineId}",
            Tags = new Dictionary<string, string> { [AwsTags.Upload] = machineId },
        },
        cancellationToken);
}
