using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Rules.Failback.Facts;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Failover;

public sealed record ReverseParameters
{
    /// <summary>Site to replicate to when it is not to be the former primary's.</summary>
    public string? HomeSiteId { get; init; }

    /// <summary>Inventory document of what the way home runs on (docs/rules.md); null where nothing beyond the sites is needed.</summary>
    public string? Inventory { get; init; }
}

/// <summary>
/// Turns the direction round after a failover: the machine at the replica site becomes the primary and replicates to
/// the store at home. The disks at home are taken as the base, so only the blocks in which they differ travel. The
/// failover is completed with it, as in Hyper-V Replica.
/// </summary>
public sealed class ReverseHandler(EngineServices services) : IJobHandler
{
    private readonly MachineReplicator _replicator = new(services);
    private readonly Retention _retention = new(services);

    public string Verb => nameof(ReplicationVerb.Reverse);

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var parameters = JobParameters.Parse<ReverseParameters>(request.Parameters);
        ReplicatedVM vm = WithHome(await services.Inventory.VmAsync(request.VmIds[0], cancellationToken), parameters);
        RequirePossible(vm);
        IReadOnlyList<string> notPassed = HomePrerequisites.Require(parameters.Inventory, FailbackOperation.Reprotect, services.Time);
        ISite home = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
        Machine? former = await home.FindMachineAsync(vm.PrimaryMachineId, cancellationToken);
        return new JobPlan(
            $"Reverse the replication of {vm.Name}",
            [
                new JobPlanStep(
                    PointWriter.TransferredStep(vm.Id),
                    former is null ? $"Send all disks to site {home.Definition.Name}: the machine there is gone."
                        : $"Take the disks of machine {former.Id} at site {home.Definition.Name} as the base and send the blocks that differ."),
                new JobPlanStep("End", $"{vm.Name} at the replica site becomes the primary; points but {vm.FailedOverPointId} and the pinned ones go."),
            ],
            [.. notPassed, .. former?.PowerState == PowerState.Running ? (string[])[$"PrimaryMustStayOff: {vm.Name} runs at home; shut it down first."] : []]);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await job.StepAsync(
            "Start", async token => WithHome(await services.Inventory.VmAsync(job.Job.VmIds[0], token), job.Parameters<ReverseParameters>()), cancellationToken);
        RequirePossible(vm);
        HomePrerequisites.Require(job.Parameters<ReverseParameters>().Inventory, FailbackOperation.Reprotect, services.Time);
        ISite home = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
        Machine? former = await home.FindMachineAsync(vm.PrimaryMachineId, cancellationToken);
        if (former?.PowerState == PowerState.Running)
        {
            throw new ReplicationException(
                "PrimaryMustStayOff", $"VM {vm.Name}", $"It is running at site {home.Definition.Name} while its replica runs the workload.",
                "the machine at home is off.", "Shut it down and do not start it before the failback.");
        }

        ReplicatedVM reversed = vm with
        {
            PrimarySiteId = vm.ReplicaSiteId,
            PrimaryMachineId = vm.ReplicaMachineId!,
            ReplicaSiteId = vm.PrimarySiteId,
            ReplicaMachineId = former?.Id,
            Direction = ReplicationDirection.Reverse,
        };
        (RecoveryPoint point, TransferredMachine transferred) = await _replicator.RunAsync(
            job, reversed, planned: false, former is null ? null : new SeedSource { MachineId = former.Id }, cancellationToken);
        ISite replica = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        await job.StepAsync("RemovePoints", token => _retention.RemoveAllButAsync(vm, replica, vm.FailedOverPointId, token), cancellationToken);
        // What the machine at home was last captured as is no base any more: its disks are about to be written.
        await job.StepAsync("ReleaseCaptures", token => home.ReleaseCapturesAsync(vm.PrimaryMachineId, [], token), cancellationToken);
        await job.TransactAsync(
            "End",
            async (transaction, token) =>
            {
                await transaction.RecordPointAsync(point, token);
                return await transaction.EndVerbAsync(
                    vm.Id,
                    ReplicationVerb.Reverse,
                    present => present with
                    {
                        PrimarySiteId = reversed.PrimarySiteId,
                        PrimaryMachineId = reversed.PrimaryMachineId,
                        ReplicaSiteId = reversed.ReplicaSiteId,
                        ReplicaMachineId = reversed.ReplicaMachineId,
                        Direction = ReplicationDirection.Reverse,
                        FailedOverPointId = null,
                        FailoverKind = FailoverKind.None,
                        LatestPointId = point.Id,
                        Statistics = present.Statistics.WithSuccess(
                            services.Time.GetUtcNow(), point.BytesSent, point.AcceptedTime - point.SourceTime, initial: false, point.WireBytes),
                    },
                    token);
            },
            cancellationToken);
        return new ReplicateResult(
            [new ReplicatedMachineResult(vm.Id, vm.Name, point.Id, false, transferred.BytesRead, transferred.BytesSent, transferred.BytesSeeded, null, null) { WireBytes = transferred.WireBytes }],
            null);
    }

    public async Task AbandonAsync(JobContext job, CancellationToken cancellationToken)
    {
        if (job.Find<ReplicatedVM>("Start") is { } vm) await _replicator.AbandonAsync(job, vm.PrimarySiteId, cancellationToken);
    }

    private static ReplicatedVM WithHome(ReplicatedVM vm, ReverseParameters parameters) =>
        parameters.HomeSiteId is { } home ? vm with { PrimarySiteId = home } : vm;

    private static void RequirePossible(ReplicatedVM vm)
    {
        StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, ReplicationVerb.Reverse);
        if (vm.PrimarySiteId == vm.ReplicaSiteId)
            throw new ReplicationException("SameSite", $"VM {vm.Name}", "It runs at the site that it is to replicate to.", "another site.");
        if (vm.TestMachineId is { } test)
        {
            throw new ReplicationException(
                "TestFailoverInProgress", $"VM {vm.Name}", $"Its test machine {test} exists.", "no test machine.", "Stop the test failover first.");
        }
    }
}
