using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Failover;

/// <summary>Takes a failover back before it is completed: the replica machine goes, the points stay, replication goes on.</summary>
public sealed class UndoFailoverHandler(EngineServices services) : IJobHandler
{
    public string Verb => nameof(ReplicationVerb.UndoFailover);

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(request.VmIds[0], cancellationToken);
        StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, ReplicationVerb.UndoFailover);
        return new JobPlan(
            $"Undo the failover of {vm.Name}",
            vm.ReplicaMachineId is { } id ? [new JobPlanStep("DeleteMachine", $"Delete replica machine {id} and everything written to it.")] : [],
            []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(job.Job.VmIds[0], cancellationToken);
        if (vm.ReplicaMachineId is { } machineId)
        {
            StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, ReplicationVerb.UndoFailover);
            ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
            await job.StepAsync("DeleteMachine", token => new MachineMounts(services).DeleteMachineAsync(site, machineId, token), cancellationToken);
            await job.ProveAsync(
                services, "Evidence", site, EvidenceFacts.Machine(EvidenceKind.FailoverUndone, vm, vm.FailedOverPointId, job.Job.Id, machineId), cancellationToken);
        }

        await job.TransactAsync(
            "End",
            (transaction, token) => transaction.EndVerbAsync(
                vm.Id, ReplicationVerb.UndoFailover,
                present => present with { ReplicaMachineId = null, FailedOverPointId = null, FailoverKind = FailoverKind.None }, token),
            cancellationToken);
        return null;
    }

    // An undo that stopped half-way has deleted a machine that nothing else refers to; repeating it finishes the job.
    public Task AbandonAsync(JobContext job, CancellationToken cancellationToken) => Task.CompletedTask;
}
