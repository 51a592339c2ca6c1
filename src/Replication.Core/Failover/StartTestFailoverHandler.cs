using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Mounts;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Failover;

/// <summary>
/// Makes and starts "&lt;name&gt; - Test" from a recovery point (HVR-50) while replication goes on (HVR-49). The point is in use,
/// hence kept, until the test is stopped.
/// </summary>
public sealed class StartTestFailoverHandler(EngineServices services) : IJobHandler
{
    private readonly MachineMounts _mounts = new(services);

    public string Verb => nameof(ReplicationVerb.StartTestFailover);

    public static string TestName(string vmName) => $"{vmName} - Test";

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var parameters = JobParameters.Parse<TestFailoverParameters>(request.Parameters);
        (ReplicatedVM vm, ISite site, RecoveryPoint point) = await ResolveAsync(request.VmIds[0], parameters, null, cancellationToken);
        return new JobPlan(
            $"Test failover of {vm.Name} to point {point.Id} of {point.SourceTime:u}",
            [.. ReplicaBuilder.DescribeCreation(TestName(vm.Name), site, $"the {point.Disks.Count} disk(s) of the point", parameters.Instant)],
            [.. ReplicaBuilder.DescribeLimits(site, parameters.Instant)]);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var parameters = job.Parameters<TestFailoverParameters>();
        string vmId = job.Job.VmIds[0];
        MachineIdChoice chosen = await job.StepAsync("ChooseId", _ => Task.FromResult(MachineIdChoice.New()), cancellationToken);
        (ReplicatedVM vm, ISite site, RecoveryPoint point) = await ResolveAsync(vmId, parameters, chosen.MachineId, cancellationToken);
        await job.TransactAsync(
            "Begin",
            async (transaction, token) => await transaction.ChangeVmAsync(
                vmId,
                present =>
                {
                    StateMachine.Require($"VM {present.Name}", present.ReplicationState, ReplicationVerb.StartTestFailover);
                    return present with { TestMachineId = chosen.MachineId, TestPointId = point.Id };
                },
                token),
            cancellationToken);
        ReplicationGroup group = await services.Inventory.GroupAsync(vm.GroupId, cancellationToken);
        FailoverResult result = await ReplicaBuilder.BuildAsync(
            job, point, site,
            new ReplicaRequest(
                chosen.MachineId, TestName(vm.Name), MachineRole.TestReplica, !parameters.NoStart, TestLaunch(vm, group, site), group.Transfer?.AccessNodeId)
            {
                Mounts = parameters.Instant ? _mounts : null,
            },
            cancellationToken);
        await job.ProveAsync(
            services, "Evidence", site, EvidenceFacts.Machine(EvidenceKind.TestStarted, point, job.Job.Id, chosen.MachineId, Verb), cancellationToken);
        if (!result.PendingFirstLogonRestart) return result;
        await job.TransactAsync(
            "Restart",
            (transaction, token) => transaction.ChangeVmAsync(
                vmId, present => present with { FirstLogonRestarts = [.. present.FirstLogonRestarts.Where(id => id != chosen.MachineId), chosen.MachineId] }, token),
            cancellationToken);
        return result;
    }

    public async Task AbandonAsync(JobContext job, CancellationToken cancellationToken)
    {
        if (job.Find<MachineIdChoice>("ChooseId") is not { } chosen) return;
        ReplicatedVM vm = await services.Inventory.VmAsync(job.Job.VmIds[0], cancellationToken);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        await _mounts.DeleteMachineAsync(site, chosen.MachineId, cancellationToken);
        if (vm.TestMachineId != chosen.MachineId) return;
        await services.Catalog.TransactAsync(
            (transaction, token) => transaction.ChangeVmAsync(vm.Id, present => present with { TestMachineId = null, TestPointId = null }, token),
            cancellationToken);
    }

    /// <summary>A test is never launched where production is for want of a network of its own.</summary>
    private static LaunchSettings TestLaunch(ReplicatedVM vm, ReplicationGroup group, ISite site)
    {
        LaunchSettings launch = vm.TestLaunchIn(group);
        if (!site.Abilities.TestsNeedDeclaredNetwork || (launch.SubnetId is not null && launch.SecurityGroupIds is { Count: > 0 })) return launch;
        throw new ReplicationException(
            "TestNetworkNotDeclared", $"VM {vm.Name}", "Its group declares no isolated network for tests.",
            "a subnet and a security group for tests.", "Set them on the group or on the VM (test subnet, test security groups).");
    }

    private async Task<(ReplicatedVM Vm, ISite Site, RecoveryPoint Point)> ResolveAsync(
        string vmId, TestFailoverParameters parameters, string? ownMachineId, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
        StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, ReplicationVerb.StartTestFailover);
        if (vm.TestMachineId is { } running && running != ownMachineId)
        {
            throw new ReplicationException(
                "TestFailoverInProgress", $"VM {vm.Name}", $"Its test machine {running} exists.", "one test at a time.", "Stop the test failover first.");
        }

        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        RecoveryPoint point = await services.Inventory.PointOrLatestAsync(site, vm, parameters.PointId ?? vm.TestPointId, cancellationToken);
        if (parameters.Instant) MachineMounts.RequireSupport(site);
        TestLaunch(vm, await services.Inventory.GroupAsync(vm.GroupId, cancellationToken), site);
        await ReplicaBuilder.RequireFreeNameAsync(site, TestName(vm.Name), ownMachineId, ErrorIds.TestVmNameInUse, cancellationToken);
        return (vm, site, point);
    }
}
