using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Mounts;
using Replication.Core.Policies;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Failover;

/// <summary>
/// Failover (to any kept point, the primary may be gone), PlannedFailover (the machine is off; a last delta makes sure
/// that nothing is lost) and ChangePoint (another point before completing). All three end with a verified machine at
/// the replica site and leave every recovery point as it was, so that each can be undone.
/// </summary>
public sealed class FailoverHandler(EngineServices services, ReplicationVerb verb) : IJobHandler
{
    private readonly MachineReplicator _replicator = new(services);
    private readonly MachineMounts _mounts = new(services);

    public string Verb => verb.ToString();

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(request.VmIds[0], cancellationToken);
        RequireForward(vm);
        StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, verb);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        var parameters = JobParameters.Parse<FailoverParameters>(request.Parameters);
        if (parameters.Instant) MachineMounts.RequireSupport(site);
        var steps = new List<JobPlanStep>();
        List<string> hints = [.. ReplicaBuilder.DescribeLimits(site, parameters.Instant)];
        string target = "the point of its last delta";
        if (verb == ReplicationVerb.PlannedFailover)
        {
            ISite primary = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
            JobPlanStep? shutdown = parameters.ShutDownPrimary ? await PrimaryShutdown.DescribeAsync(vm, primary, cancellationToken) : null;
            if (shutdown is not null) steps.Add(shutdown);
            await RequireReadyForPlannedAsync(vm, mayRun: shutdown is not null, cancellationToken);
            var warnings = new List<string>();
            await ReplicatePlan.DescribeAsync(services, vm, seed: null, verifiesBase: false, steps, warnings, cancellationToken);
            ReplicationPolicy policy = await services.Inventory.PolicyOfAsync(vm, cancellationToken);
            if (BusinessHours.Hint(policy, services.Time.GetUtcNow(), services.Time.LocalTimeZone) is { } hint) hints.Add(hint);
        }
        else
        {
            RecoveryPoint point = await services.Inventory.PointOrLatestAsync(site, vm, parameters.PointId, cancellationToken);
            target = $"point {point.Id} of {point.SourceTime:u}";
        }

        if (vm.ReplicaMachineId is { } former) steps.Add(new JobPlanStep("DeleteMachine", $"Delete replica machine {former}, made from the point chosen before."));
        await ReplicaBuilder.RequireFreeNameAsync(site, vm.Name, vm.ReplicaMachineId ?? await OwnMachineAsync(request, cancellationToken), ErrorIds.ReplicaVmNameInUse, cancellationToken);
        steps.AddRange(ReplicaBuilder.DescribeCreation(vm.Name, site, target, parameters.Instant));
        return new JobPlan($"{verb} of {vm.Name} to {site.Definition.Name}", steps, hints);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var parameters = job.Parameters<FailoverParameters>();
        ReplicatedVM vm = await services.Inventory.VmAsync(job.Job.VmIds[0], cancellationToken);
        RequireForward(vm);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        if (parameters.Instant) MachineMounts.RequireSupport(site);
        if (verb == ReplicationVerb.PlannedFailover && job.Find<ReplicatedVM>("End") is null)
        {
            await RequireReadyForPlannedAsync(vm, mayRun: parameters.ShutDownPrimary, cancellationToken);
            if (parameters.ShutDownPrimary)
                await PrimaryShutdown.RunAsync(vm, await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken), cancellationToken);
            if (await _replicator.IsOutdatedAsync(job, vm, cancellationToken))
            {
                await AbandonAsync(job, cancellationToken);
                await job.ForgetAsync(name => name != "Begin", cancellationToken);
            }
        }

        // A standby machine becomes the replica; otherwise one is made.
        MachineIdChoice chosen = await job.StepAsync(
            "ChooseId", _ => Task.FromResult(vm.StandbyMachineId is { } standby ? new MachineIdChoice(standby) : MachineIdChoice.New()), cancellationToken);
        ReplicatedVM before = await job.TransactAsync(
            "Begin",
            async (transaction, token) =>
            {
                await transaction.BeginVerbAsync(vm.Id, verb, token);
                return vm;
            },
            cancellationToken);

        TransferredMachine? transferred = null;
        RecoveryPoint point;
        if (verb == ReplicationVerb.PlannedFailover)
        {
            (point, transferred) = await _replicator.RunAsync(job, vm, planned: true, seed: null, cancellationToken);
        }
        else
        {
            point = await job.StepAsync("ChoosePoint", token => services.Inventory.PointOrLatestAsync(site, vm, parameters.PointId, token), cancellationToken);
        }

        await job.TransactAsync(
            "Hold",
            async (transaction, token) =>
            {
                if (transferred is not null) await transaction.RecordPointAsync(point, token);
                await transaction.PauseHistoryAsync(vm.Id, services.Time.GetUtcNow(), token);
                return await transaction.ChangeVmAsync(
                    vm.Id,
                    present => present with
                    {
                        FailedOverPointId = point.Id,
                        LatestPointId = transferred is null ? present.LatestPointId : point.Id,
                        Statistics = transferred is null ? present.Statistics : present.Statistics.WithSuccess(
                            services.Time.GetUtcNow(), point.BytesSent, point.AcceptedTime - point.SourceTime, initial: false, point.WireBytes),
                    },
                    token);
            },
            cancellationToken);
        if (before.ReplicaMachineId is { } former)
            await job.StepAsync("DeleteMachine", token => _mounts.DeleteMachineAsync(site, former, token), cancellationToken);
        ReplicationGroup group = await services.Inventory.GroupAsync(vm.GroupId, cancellationToken);
        FailoverResult result = await ReplicaBuilder.BuildAsync(
            job, point, site,
            new ReplicaRequest(chosen.MachineId, vm.Name, MachineRole.Replica, !parameters.NoStart, vm.LaunchIn(group), group.Transfer?.AccessNodeId)
            {
                Mounts = parameters.Instant ? _mounts : null,
            },
            cancellationToken);
        await job.ProveAsync(
            services, "Evidence", site, EvidenceFacts.Machine(EvidenceKind.FailedOver, point, job.Job.Id, chosen.MachineId, Verb), cancellationToken);
        await job.TransactAsync(
            "End",
            (transaction, token) => transaction.EndVerbAsync(
                vm.Id,
                verb,
                present => present with
                {
                    ReplicaMachineId = chosen.MachineId,
                    StandbyMachineId = null,
                    StandbyPrimaryNic = null,
                    FailedOverPointId = point.Id,
                    FirstLogonRestarts = result.PendingFirstLogonRestart ? [chosen.MachineId] : [],
                    FailoverKind = verb == ReplicationVerb.PlannedFailover ? FailoverKind.Planned : FailoverKind.Unplanned,
                },
                token),
            cancellationToken);
        return result with { BytesRead = transferred?.BytesRead ?? 0, BytesSent = transferred?.BytesSent ?? 0 };
    }

    public async Task AbandonAsync(JobContext job, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(job.Job.VmIds[0], cancellationToken);
        await _replicator.AbandonAsync(job, vm.ReplicaSiteId, cancellationToken);
        if (job.Find<MachineIdChoice>("ChooseId") is not { } chosen || vm.ReplicaMachineId == chosen.MachineId) return;
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        await _mounts.DeleteMachineAsync(site, chosen.MachineId, cancellationToken);
    }

    internal static void RequireForward(ReplicatedVM vm)
    {
        if (vm.Direction == ReplicationDirection.Forward) return;
        throw new ReplicationException(
            "WrongDirection", $"VM {vm.Name}", "It runs at the replica site and replicates home.", "a VM that runs at home.", "Use failback to bring it home.");
    }

    /// <summary>The machine that this very job made before it was interrupted does not count as somebody else's.</summary>
    private async Task<string?> OwnMachineAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var jobs = await services.Catalog.ReadAsync(
            (reader, token) => reader.ListAsync<ReplicationJob>(ownerId: request.TargetId, cancellationToken: token), cancellationToken);
        ReplicationJob? open = jobs.LastOrDefault(job => job.Verb == Verb && job.IsOpen);
        if (open is null) return null;
        var steps = await services.Catalog.ReadAsync(
            (reader, token) => reader.ListAsync<JobStep>(ownerId: open.Id, cancellationToken: token), cancellationToken);
        return new JobContext(open, steps, services.Catalog, services.Time).Find<MachineIdChoice>("ChooseId")?.MachineId;
    }

    /// <summary>The machine is off or will be shut down (HVR-43), and its site could take replication back (HVR-44).</summary>
    private async Task RequireReadyForPlannedAsync(ReplicatedVM vm, bool mayRun, CancellationToken cancellationToken)
    {
        ISite primary = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
        Machine machine = await SourceCheck.RequireAsync(vm, primary, cancellationToken);
        if (!mayRun) MachineReplicator.RequireOff(machine, primary);
        if (primary.AcceptsReplicas) return;
        throw new ReplicationException(
            "PrimaryNotReplicaServer", $"Site {primary.Definition.Name}", "It does not accept replication from elsewhere.",
            "a primary site that can be the replica site afterwards.", "Give the site a store, then repeat the planned failover.");
    }
}
