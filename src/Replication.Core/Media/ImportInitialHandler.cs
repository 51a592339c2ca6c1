using Replication.Core.Errors;
using Replication.Core.Fencing;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.States;
using Replication.Core.Transfer;

namespace Replication.Core.Media;

/// <summary>Takes shipped media into the destination's store; every block and the root hashes are checked on the way.</summary>
public sealed class ImportInitialHandler(EngineServices services) : IJobHandler
{
    private readonly PointWriter _writer = new(services);

    public string Verb => nameof(ReplicationVerb.ImportInitial);

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(request.VmIds[0], cancellationToken);
        StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, ReplicationVerb.ImportInitial);
        string folder = MediaFolder.Of(JobParameters.Parse<MediaParameters>(request.Parameters).Path, vm);
        (IReplicaStorage media, RecoveryPoint point) = await OpenAsync(vm, folder, cancellationToken);
        await using (media)
        {
            return new JobPlan(
                $"Import the initial copy of {vm.Name} from {folder}",
                [.. point.Disks.Select(disk => new JobPlanStep($"Copy/{disk.DiskId}", $"Copy and check disk {disk.DiskId} ({disk.Length} bytes)."))],
                []);
        }
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(job.Job.VmIds[0], cancellationToken);
        string folder = MediaFolder.Of(job.Parameters<MediaParameters>().Path, vm);
        await job.TransactAsync(
            "Begin", (transaction, token) => transaction.BeginVerbAsync(vm.Id, ReplicationVerb.ImportInitial, token), cancellationToken);
        var request = new PointRequest
        {
            PointId = "",
            Vm = vm,
            Group = await services.Inventory.GroupAsync(vm.GroupId, cancellationToken),
            ReplicaSite = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken),
        };
        TransferredMachine transferred = await job.StepAsync("Copy", token => CopyAsync(job, request, folder, token), cancellationToken);
        RecoveryPoint point = await _writer.CompleteAsync(job, request with { PointId = transferred.PointId }, transferred, cancellationToken);
        await job.TransactAsync(
            "End",
            async (transaction, token) =>
            {
                await transaction.RecordPointAsync(point, token);
                return await transaction.EndVerbAsync(
                    vm.Id, ReplicationVerb.ImportInitial,
                    present => present with
                    {
                        LatestPointId = point.Id,
                        Statistics = present.Statistics.WithSuccess(services.Time.GetUtcNow(), 0, point.AcceptedTime - point.SourceTime, initial: true),
                    },
                    token);
            },
            cancellationToken);
        await AbandonAsync(job, cancellationToken);
        return new MediaResult(folder, point.Id, transferred.BytesRead, transferred.BytesSent);
    }

    public async Task AbandonAsync(JobContext job, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(job.Job.VmIds[0], cancellationToken);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        await PointWriter.RemoveLeftoversAsync(job.Job.Id, site, cancellationToken);
    }

    private async Task<TransferredMachine> CopyAsync(JobContext job, PointRequest request, string folder, CancellationToken cancellationToken)
    {
        (IReplicaStorage media, RecoveryPoint point) = await OpenAsync(request.Vm, folder, cancellationToken);
        await using (media)
        {
            ISnapshotStore store = await request.ReplicaSite.OpenStoreAsync(cancellationToken);
            var disks = new List<TransferredDisk>();
            foreach (RecoveryPointDisk disk in point.Disks) disks.Add(await CopyDiskAsync(job, media, store, point, disk, folder, cancellationToken));
            return new TransferredMachine(point.Id, point.SourceTime, point.Machine, disks);
        }
    }

    private static async Task<TransferredDisk> CopyDiskAsync(
        JobContext job, IReplicaStorage media, ISnapshotStore store, RecoveryPoint point, RecoveryPointDisk disk, string folder,
        CancellationToken cancellationToken)
    {
        try
        {
            await using ISnapshotReader reader = await media.OpenAsync(disk.SnapshotId, cancellationToken);
            var view = new SnapshotDiskView(reader, 512);
            SnapshotInfo snapshot = await store.StartAsync(
                new StartSnapshotRequest
                {
                    Length = disk.Length,
                    ClientToken = $"{job.Job.Id}/{disk.DiskId}/{disk.Length}",
                    Description = $"{point.VmName} {disk.DiskId}",
                    Tags = new Dictionary<string, string> { [PointWriter.JobTag] = job.Job.Id, [WriterScope.Tag] = point.VmId, ["replication-disk"] = disk.DiskId },
                },
                cancellationToken);
            DiskTransferResult result = await DiskTransfer.RunAsync(
                new DiskTransferRequest { DiskId = $"{point.VmName}/{disk.DiskId}", Source = view, Store = store, SnapshotId = snapshot.Id },
                job.Progress, cancellationToken);
            return result.Root == disk.Root
                ? new TransferredDisk(disk.DiskId, snapshot.Id, disk.Length, null, result.Root, result.BlocksPut, result.BytesRead, result.BytesSent, 0)
                : throw Incomplete(folder, $"Disk {disk.DiskId} has root hash {result.Root}; the media's own manifest says {disk.Root}.", null);
        }
        catch (SnapshotStoreException damaged) when (damaged.ErrorId is ErrorIds.CorruptBlock or ErrorIds.CorruptIndex or ErrorIds.SnapshotNotFound)
        {
            throw Incomplete(folder, damaged.Message, damaged);
        }
    }

    private async Task<(IReplicaStorage Media, RecoveryPoint Point)> OpenAsync(ReplicatedVM vm, string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new ReplicationException(
                "MediaMismatch", folder, $"The media holds no export of {vm.Name} with id {vm.Id}.", "the folder that the export made.",
                "Check that the right media is mounted.");
        }

        IReplicaStorage? media = null;
        try
        {
            media = await services.Stores.OpenAsync(folder, StoreAccess.Read, cancellationToken: cancellationToken);
            RecoveryPoint? newest = null;
            await foreach (RecoveryPoint point in new RecoveryPointManifests(media).ListAsync(cancellationToken: cancellationToken)) newest = point;
            if (newest is null) throw Incomplete(folder, "It holds no finished export.", null);
            if (newest.VmId != vm.Id) throw new ReplicationException("MediaMismatch", folder, $"It holds VM {newest.VmName} ({newest.VmId}).", $"VM {vm.Name} ({vm.Id}).");
            return (media, newest);
        }
        catch (Exception error)
        {
            if (media is not null) await media.DisposeAsync();
            if (error is SnapshotStoreException or ReplicationException { ErrorId: "CorruptManifest" }) throw Incomplete(folder, error.Message, error);
            throw;
        }
    }

    private static ReplicationException Incomplete(string folder, string found, Exception? inner) => new(
        "MediaIncomplete", folder, found, "a complete, undamaged export.", "Export again, or repeat the copy to the media.", inner);
}
