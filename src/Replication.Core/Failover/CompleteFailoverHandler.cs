using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Failover;

/// <summary>
/// Makes a failover final: every point but the one it was made from and the pinned ones goes. After a failback it
/// lets the machine at the other site go, because the workload is home.
/// </summary>
public sealed class CompleteFailoverHandler(EngineServices services) : IJobHandler
{
    private readonly Retention _retention = new(services);

    public string Verb => nameof(ReplicationVerb.CompleteFailover);

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(request.VmIds[0], cancellationToken);
        StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, ReplicationVerb.CompleteFailover);
        return vm.ReplicationState == ReplicationState.FailbackComplete
            ? new JobPlan($"Complete the failback of {vm.Name}", [new JobPlanStep("RemoveFormer", $"Delete machine {vm.ReplicaMachineId} at the replica site and, at home, the points that brought the workload back.")], [])
            : new JobPlan(
                $"Complete the failover of {vm.Name}",
                [new JobPlanStep("RemovePoints", $"Remove every recovery point but {vm.FailedOverPointId} and the pinned ones.")],
                ["This cannot be undone."]);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(job.Job.VmIds[0], cancellationToken);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        bool failback = vm.ReplicationState == ReplicationState.FailbackComplete;
        if (failback) await job.StepAsync("RemoveFormer", token => FormerReplica.RemoveAsync(services, vm, token), cancellationToken);
        else if (vm.ReplicationState == ReplicationState.FailedOverWaitingCompletion)
            await job.StepAsync("RemovePoints", token => _retention.RemoveAllButAsync(vm, site, vm.FailedOverPointId, token), cancellationToken);
        await job.TransactAsync(
            "End",
            (transaction, token) => transaction.EndVerbAsync(
                vm.Id, ReplicationVerb.CompleteFailover,
                present => failback ? present with { ReplicaMachineId = null, FailedOverPointId = null, FailoverKind = FailoverKind.None } : present, token),
            cancellationToken);
        return null;
    }

    // Points that are gone stay gone; the next completion removes the rest.
    public Task AbandonAsync(JobContext job, CancellationToken cancellationToken) => Task.CompletedTask;
}
