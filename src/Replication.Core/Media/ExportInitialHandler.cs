using Replication.Core.Capture;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.States;
using Replication.Core.Transfer;

namespace Replication.Core.Media;

/// <summary>Writes the initial copy of a VM to external media, to be shipped to the destination (HVR-26).</summary>
public sealed class ExportInitialHandler(EngineServices services) : IJobHandler
{
    public string Verb => nameof(ReplicationVerb.ExportInitial);

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(request.VmIds[0], cancellationToken);
        StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, ReplicationVerb.ExportInitial);
        ISite primary = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
        Machine machine = await SourceCheck.RequireAsync(vm, primary, cancellationToken);
        string folder = MediaFolder.Of(JobParameters.Parse<MediaParameters>(request.Parameters).Path, vm);
        return new JobPlan(
            $"Export the initial copy of {vm.Name}",
            [.. SourceCheck.Replicated(vm, machine).Select(disk => new JobPlanStep($"Copy/{disk.Id}", $"Copy disk {disk.Id} ({disk.Length} bytes) to {folder}."))],
            []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(job.Job.VmIds[0], cancellationToken);
        await job.TransactAsync(
            "Begin", (transaction, token) => transaction.BeginVerbAsync(vm.Id, ReplicationVerb.ExportInitial, token), cancellationToken);
        string folder = MediaFolder.Of(job.Parameters<MediaParameters>().Path, vm);
        ReplicateIds ids = await job.StepAsync("Prepare", _ => Task.FromResult(ReplicateIds.New([vm.Id])), cancellationToken);
        TransferredMachine transferred = await job.StepAsync("Copy", token => CopyAsync(job, vm, folder, ids.PointIds[vm.Id], token), cancellationToken);
        await job.TransactAsync(
            "End", (transaction, token) => transaction.EndVerbAsync(vm.Id, ReplicationVerb.ExportInitial, present => present, token), cancellationToken);
        return new MediaResult(folder, transferred.PointId, transferred.BytesRead, transferred.BytesSent);
    }

    public async Task AbandonAsync(JobContext job, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(job.Job.VmIds[0], cancellationToken);
        string folder = MediaFolder.Of(job.Parameters<MediaParameters>().Path, vm);
        // Media that are not mounted any more keep what they have; nothing of it is ever taken for a finished export.
        if (!Directory.Exists(folder)) return;
        await using IReplicaStorage media = await services.Stores.OpenAsync(folder, StoreAccess.Create, cancellationToken: cancellationToken);
        await PointWriter.RemoveLeftoversAsync(job.Job.Id, media, new RecoveryPointManifests(media), cancellationToken);
    }

    private async Task<TransferredMachine> CopyAsync(
        JobContext job, ReplicatedVM vm, string folder, string pointId, CancellationToken cancellationToken)
    {
        ISite primary = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
        Machine machine = await SourceCheck.RequireAsync(vm, primary, cancellationToken);
        if (!primary.Abilities.CapturesRunningMachines) MachineReplicator.RequireOff(machine, primary);
        await using IReplicaStorage media = await services.Stores.OpenAsync(folder, StoreAccess.Create, cancellationToken: cancellationToken);
        var manifests = new RecoveryPointManifests(media);
        if (await manifests.FindAsync(vm.Id, pointId, cancellationToken) is { } exported) return FromPoint(exported);

        await using IMachineImage image = await SourceCheck.CaptureAsync(services, vm, primary, machine, cancellationToken);
        var disks = new List<TransferredDisk>();
        foreach (CapturedDisk disk in image.Disks)
        {
            SnapshotInfo snapshot = await StartAsync(job, vm, media, disk, cancellationToken);
            if (snapshot.State == SnapshotState.Completed)
            {
                // Completed by a run that was ended before the manifest, of another instant perhaps.
                await media.DeleteAsync(snapshot.Id, cancellationToken);
                snapshot = await StartAsync(job, vm, media, disk, cancellationToken);
            }

            DiskTransferResult result = await DiskTransfer.RunAsync(
                new DiskTransferRequest { DiskId = $"{vm.Name}/{disk.Disk.Id}", Source = disk.View, Store = media, SnapshotId = snapshot.Id },
                job.Progress, cancellationToken);
            disks.Add(new TransferredDisk(
                disk.Disk.Id, snapshot.Id, disk.View.Length, null, result.Root, result.BlocksPut, result.BytesRead, result.BytesSent, 0));
        }

        await image.EnsureUnchangedAsync(cancellationToken);
        foreach (TransferredDisk disk in disks)
        {
            await media.CompleteAsync(
                disk.SnapshotId, new CompleteSnapshotRequest { ChangedBlocks = disk.BlocksPut, ExpectedRoot = disk.Root }, cancellationToken);
        }

        var transferred = new TransferredMachine(pointId, image.CapturedAt, image.Machine, disks);
        ReplicationGroup group = await services.Inventory.GroupAsync(vm.GroupId, cancellationToken);
        await manifests.CommitAsync(Describe(vm, group, transferred, media.Id), cancellationToken);
        await PointWriter.RemoveLeftoversAsync(job.Job.Id, media, manifests, cancellationToken);
        return transferred;
    }

    private static Task<SnapshotInfo> StartAsync(
        JobContext job, ReplicatedVM vm, IReplicaStorage media, CapturedDisk disk, CancellationToken cancellationToken) => media.StartAsync(
        new StartSnapshotRequest
        {
            Length = disk.View.Length,
            ClientToken = $"{job.Job.Id}/{disk.Disk.Id}/{disk.View.Length}",
            Description = $"{vm.Name} {disk.Disk.Id}",
            Tags = new Dictionary<string, string> { [PointWriter.JobTag] = job.Job.Id },
        },
        cancellationToken);

    private RecoveryPoint Describe(ReplicatedVM vm, ReplicationGroup group, TransferredMachine transferred, string storeId) => new()
    {
        Id = transferred.PointId,
        Sequence = 1,
        VmId = vm.Id,
        VmName = transferred.Machine.Name,
        GroupId = group.Id,
        GroupName = group.Name,
        SourceSiteId = vm.PrimarySiteId,
        SiteId = vm.ReplicaSiteId,
        StoreId = storeId,
        SourceTime = transferred.SourceTime,
        AcceptedTime = services.Time.GetUtcNow(),
        Machine = transferred.Machine,
        Disks = [.. transferred.Disks.Select(disk => new RecoveryPointDisk(disk.DiskId, disk.SnapshotId, disk.Length, disk.Root!.Value, null, disk.BlocksPut))],
        BytesSent = transferred.BytesSent,
    };

    private static TransferredMachine FromPoint(RecoveryPoint point) => new(
        point.Id, point.SourceTime, point.Machine,
        [.. point.Disks.Select(disk => new TransferredDisk(disk.DiskId, disk.SnapshotId, disk.Length, null, disk.Root, disk.BlocksPut, 0, 0, 0))]);
}
