using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Rules.Failback.Facts;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.States;
using Replication.Core.Transfer;

namespace Replication.Core.Failover;

public sealed record FailbackParameters
{
    /// <summary>The other site is lost: no last delta, the newest point at home or the named one is what there is.</summary>
    public bool Unplanned { get; init; }

    /// <summary>With <see cref="Unplanned"/>: a point at home; null for the newest.</summary>
    public string? PointId { get; init; }

    /// <summary>Inventory document of what the way home runs on (docs/rules.md); null where nothing beyond the sites is needed.</summary>
    public string? Inventory { get; init; }
}

/// <summary>
/// Brings the workload home: a last delta into the store at home, then every block in which the disk at home differs
/// from that point is written to it, then the whole disk is hashed and compared. The machine at the other site stays
/// until the failback is completed.
/// </summary>
public sealed class FailbackHandler(EngineServices services) : IJobHandler
{
    private readonly MachineReplicator _replicator = new(services);

    public string Verb => nameof(ReplicationVerb.Failback);

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(request.VmIds[0], cancellationToken);
        var parameters = JobParameters.Parse<FailbackParameters>(request.Parameters);
        await RequirePossibleAsync(vm, parameters, cancellationToken);
        ISite home = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        var steps = new List<JobPlanStep>();
        var warnings = new List<string>(HomePrerequisites.Require(parameters.Inventory, FailbackOperation.Failback, services.Time));
        if (parameters.Unplanned)
        {
            RecoveryPoint chosen = await services.Inventory.PointOrLatestAsync(home, vm, parameters.PointId, cancellationToken);
            warnings.Add($"What was written at the other site after {chosen.SourceTime:u} is lost.");
        }
        else
        {
            await ReplicatePlan.DescribeAsync(services, vm, seed: null, verifiesBase: false, steps, warnings, cancellationToken);
        }

        Machine? former = await HomeMachineAsync(vm, home, cancellationToken);
        if (former is null) steps.Add(new JobPlanStep("CreateMachine", $"Make {vm.Name} at site {home.Definition.Name}: there is none any more."));
        foreach (MachineDisk disk in former?.Disks.Where(disk => !vm.ExcludedDisks.Contains(disk.Id)) ?? [])
        {
            steps.Add(new JobPlanStep(
                $"Write/{disk.Id}",
                disk.Format == "raw" ? $"Write every block in which {disk.Path} differs from the last point into it, then hash the whole disk."
                    : $"Replace {disk.Path} ({disk.Format}) by a new image with the last point's content, then hash the whole disk."));
        }

        return new JobPlan($"Failback of {vm.Name} to {home.Definition.Name}", steps, warnings);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await job.StepAsync("Start", token => services.Inventory.VmAsync(job.Job.VmIds[0], token), cancellationToken);
        var parameters = job.Parameters<FailbackParameters>();
        await RequirePossibleAsync(vm, parameters, cancellationToken);
        HomePrerequisites.Require(parameters.Inventory, FailbackOperation.Failback, services.Time);
        ISite home = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        await job.TransactAsync(
            "Begin", (transaction, token) => transaction.BeginVerbAsync(vm.Id, ReplicationVerb.Failback, token), cancellationToken);
        if (!parameters.Unplanned && job.Find<ReplicatedVM>("End") is null && await _replicator.IsOutdatedAsync(job, vm, cancellationToken))
        {
            await AbandonAsync(job, cancellationToken);
            await job.ForgetAsync(name => name is not ("Start" or "Begin"), cancellationToken);
        }

        (RecoveryPoint point, TransferredMachine? transferred) = parameters.Unplanned
            ? (await job.StepAsync("ChoosePoint", token => services.Inventory.PointOrLatestAsync(home, vm, parameters.PointId, token), cancellationToken), null)
            : await _replicator.RunAsync(job, vm, planned: true, seed: null, cancellationToken);

        long written = 0;
        string machineId;
        if (await HomeMachineAsync(vm, home, cancellationToken) is { } former && job.Find<MachineIdChoice>("ChooseId") is null)
        {
            machineId = former.Id;
            MachineReplicator.RequireOff(former, home);
            RequireDisks(former, point, home);
            foreach (RecoveryPointDisk disk in point.Disks)
            {
                DiskUpdateResult update = await job.StepAsync($"Write/{disk.DiskId}", token => WriteAsync(job, home, machineId, disk, token), cancellationToken);
                written += update.BytesWritten;
            }

            foreach (RecoveryPointDisk disk in point.Disks)
                await job.StepAsync($"Verify/{disk.DiskId}", token => VerifyAsync(job, home, machineId, disk, token), cancellationToken);
        }
        else
        {
            MachineIdChoice chosen = await job.StepAsync("ChooseId", _ => Task.FromResult(MachineIdChoice.New()), cancellationToken);
            machineId = chosen.MachineId;
            FailoverResult made = await ReplicaBuilder.BuildAsync(
                job, point, home, new ReplicaRequest(machineId, vm.Name, MachineRole.Production, Start: false, vm.Launch ?? new LaunchSettings(), AccessNodeId: null), cancellationToken);
            written = made.BytesWritten;
        }

        await job.ProveAsync(
            services, "Evidence", home, EvidenceFacts.Machine(EvidenceKind.FailedBack, point, job.Job.Id, machineId, Verb), cancellationToken);
        await job.TransactAsync("End", (transaction, token) => EndAsync(transaction, vm, point, transferred, machineId, token), cancellationToken);
        return new FailbackResult(
            machineId, home.Definition.Name, point.Id, point.Disks.ToDictionary(disk => disk.DiskId, disk => disk.Root),
            transferred?.BytesRead ?? 0, transferred?.BytesSent ?? 0, written)
        {
            WireBytes = transferred?.WireBytes,
        };
    }

    public async Task AbandonAsync(JobContext job, CancellationToken cancellationToken)
    {
        if (job.Find<ReplicatedVM>("Start") is not { } vm) return;
        await _replicator.AbandonAsync(job, vm.ReplicaSiteId, cancellationToken);
        // A machine made anew at home that the workload was not handed to.
        if (job.Find<MachineIdChoice>("ChooseId") is not { } chosen || job.Find<ReplicatedVM>("End") is not null) return;
        ISite home = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        await home.DeleteMachineAsync(chosen.MachineId, cancellationToken);
    }

    private async Task<ReplicatedVM> EndAsync(
        Catalog.ICatalogTransaction transaction, ReplicatedVM vm, RecoveryPoint point, TransferredMachine? transferred, string machineId,
        CancellationToken cancellationToken)
    {
        if (transferred is not null) await transaction.RecordPointAsync(point, cancellationToken);
        await transaction.PauseHistoryAsync(vm.Id, services.Time.GetUtcNow(), cancellationToken);
        return await transaction.EndVerbAsync(
            vm.Id,
            ReplicationVerb.Failback,
            present => present with
            {
                PrimarySiteId = vm.ReplicaSiteId,
                PrimaryMachineId = machineId,
                ReplicaSiteId = vm.PrimarySiteId,
                ReplicaMachineId = vm.PrimaryMachineId,
                Direction = ReplicationDirection.Forward,
                LatestPointId = null,
                Statistics = transferred is null ? present.Statistics : present.Statistics.WithSuccess(
                    services.Time.GetUtcNow(), point.BytesSent, point.AcceptedTime - point.SourceTime, initial: false, point.WireBytes),
            },
            cancellationToken);
    }

    private static async Task<Machine?> HomeMachineAsync(ReplicatedVM vm, ISite home, CancellationToken cancellationToken) =>
        vm.ReplicaMachineId is { } id ? await home.FindMachineAsync(id, cancellationToken) : null;

    private static async Task<DiskUpdateResult> WriteAsync(
        JobContext job, ISite home, string machineId, RecoveryPointDisk disk, CancellationToken cancellationToken)
    {
        string activity = $"{disk.DiskId}: writing home";
        if (home is IDiskUpdater updater)
        {
            var read = new CallbackProgress<long>(bytes => job.Progress?.Report(new TransferProgress(activity, Math.Min(bytes, disk.Length), disk.Length, bytes, 0)));
            return await updater.UpdateDiskAsync(machineId, disk.DiskId, disk.SnapshotId, read, cancellationToken);
        }

        ISnapshotStore store = await home.OpenStoreAsync(cancellationToken);
        await using ISnapshotReader reader = await store.OpenAsync(disk.SnapshotId, cancellationToken);
        await using IDiskTarget target = await home.OpenDiskTargetAsync(machineId, disk.DiskId, disk.Length, cancellationToken);
        return await DiskUpdate.RunAsync(target, reader, activity, job.Progress, cancellationToken);
    }

    private static Task VerifyAsync(JobContext job, ISite home, string machineId, RecoveryPointDisk disk, CancellationToken cancellationToken) =>
        ReplicaBuilder.RequireRootAsync(job, home, machineId, disk, cancellationToken);

    private static void RequireDisks(Machine former, RecoveryPoint point, ISite home)
    {
        string[] missing = [.. point.Disks.Select(disk => disk.DiskId).Except(former.Disks.Select(disk => disk.Id))];
        if (missing.Length == 0) return;
        throw new ReplicationException(
            "HomeDiskMissing", $"Machine {former.Name} at site {home.Definition.Name}", $"It has no disk {string.Join(", ", missing)}.",
            "every disk of the point.", "Delete the machine at home to have it made anew from the point.");
    }

    private async Task RequirePossibleAsync(ReplicatedVM vm, FailbackParameters parameters, CancellationToken cancellationToken)
    {
        if (vm.Direction != ReplicationDirection.Reverse || vm.LatestPointId is null)
        {
            throw new ReplicationException(
                "NotReprotected", $"VM {vm.Name}", $"It does not replicate home (state {vm.ReplicationState}).", "a healthy recovery point at home.",
                $"Reprotect {vm.Name} and wait for a healthy recovery point before failing back.");
        }

        StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, ReplicationVerb.Failback);
        if (parameters.Unplanned) return;
        ISite away = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
        MachineReplicator.RequireOff(await SourceCheck.RequireAsync(vm, away, cancellationToken), away);
    }
}

/// <param name="MachineId">The machine at home.</param>
/// <param name="SiteName">Home.</param>
/// <param name="PointId">The last point, which the disks now equal.</param>
/// <param name="Disks">Root hash of each disk, read again from the machine at home.</param>
/// <param name="BytesRead">Read at the other site for the last delta.</param>
/// <param name="BytesSent">Sent for the last delta.</param>
/// <param name="BytesWritten">Written to the disks at home.</param>
public sealed record FailbackResult(
    string MachineId, string SiteName, string PointId, IReadOnlyDictionary<string, BlockDigest> Disks, long BytesRead, long BytesSent, long BytesWritten)
{
    /// <summary>Bytes of the last delta that travelled over a network, compressed as they were; null where there is none in between.</summary>
    public long? WireBytes { get; init; }
}
