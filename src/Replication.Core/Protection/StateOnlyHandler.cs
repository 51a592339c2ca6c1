using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.States;

namespace Replication.Core.Protection;

/// <summary>Suspend, Resume and StopResynchronize: nothing but a transition.</summary>
public sealed class StateOnlyHandler(EngineServices services, ReplicationVerb verb) : IJobHandler
{
    public string Verb => verb.ToString();

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(request.VmIds[0], cancellationToken);
        Transition transition = StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, verb);
        return new JobPlan($"{verb} {vm.Name}", [new JobPlanStep("End", $"State {vm.ReplicationState} becomes {transition.After}.")], []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        await job.TransactAsync(
            "End",
            async (transaction, token) =>
            {
                if (verb == ReplicationVerb.Suspend) await transaction.PauseHistoryAsync(job.Job.VmIds[0], services.Time.GetUtcNow(), token);
                return await transaction.EndVerbAsync(job.Job.VmIds[0], verb, vm => vm, token);
            },
            cancellationToken);
        return null;
    }

    public Task AbandonAsync(JobContext job, CancellationToken cancellationToken) => Task.CompletedTask;
}
