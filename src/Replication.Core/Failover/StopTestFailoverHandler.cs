using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Failover;

/// <summary>Removes the test machine and its disks and nothing else (HVR-51). Stopping when there is no test changes nothing.</summary>
public sealed class StopTestFailoverHandler(EngineServices services) : IJobHandler
{
    public string Verb => nameof(ReplicationVerb.StopTestFailover);

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(request.VmIds[0], cancellationToken);
        StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, ReplicationVerb.StopTestFailover);
        return new JobPlan(
            $"Stop the test failover of {vm.Name}",
            vm.TestMachineId is null ? [] : [new JobPlanStep("DeleteMachine", $"Delete test machine {vm.TestMachineId} and its disks.")],
            vm.TestMachineId is null ? ["There is no test machine; nothing will change."] : []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(job.Job.VmIds[0], cancellationToken);
        StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, ReplicationVerb.StopTestFailover);
        if (vm.TestMachineId is { } machineId)
        {
            ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
            await job.StepAsync("DeleteMachine", token => new MachineMounts(services).DeleteMachineAsync(site, machineId, token), cancellationToken);
            await job.ProveAsync(
                services, "Evidence", site, EvidenceFacts.Machine(EvidenceKind.TestStopped, vm, vm.TestPointId, job.Job.Id, machineId), cancellationToken);
            await job.TransactAsync(
                "End",
                async (transaction, token) => await transaction.ChangeVmAsync(
                    vm.Id, present => present with { TestMachineId = null, TestPointId = null }, token),
                cancellationToken);
        }

        return null;
    }

    // Deleting is finished by the next stop; there is nothing to take back.
    public Task AbandonAsync(JobContext job, CancellationToken cancellationToken) => Task.CompletedTask;
}
