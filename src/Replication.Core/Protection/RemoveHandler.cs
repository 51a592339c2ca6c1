using Microsoft.Extensions.Logging;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Protection;

public sealed record RemoveParameters
{
    /// <summary>Also delete the recovery points at the replica site, pinned ones included. Otherwise they stay recoverable.</summary>
    public bool DeletePoints { get; init; }
}

/// <summary>Takes a VM out of its group. Machines that a failover made stay; a test machine goes.</summary>
public sealed class RemoveHandler(EngineServices services) : IJobHandler
{
    private readonly Retention _retention = new(services);
    private readonly ILogger _log = services.Loggers.CreateLogger<RemoveHandler>();

    public string Verb => nameof(ReplicationVerb.Remove);

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(request.VmIds[0], cancellationToken);
        StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, ReplicationVerb.Remove);
        await RequireNoMountsAsync(vm, cancellationToken);
        bool points = JobParameters.Parse<RemoveParameters>(request.Parameters).DeletePoints;
        return new JobPlan(
            $"Remove {vm.Name} from its group",
            [new JobPlanStep("End", points ? "Forget the VM and delete its recovery points." : "Forget the VM; its recovery points stay at the destination.")],
            []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await job.StepAsync("Start", token => services.Inventory.VmAsync(job.Job.VmIds[0], token), cancellationToken);
        StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, ReplicationVerb.Remove);
        await RequireNoMountsAsync(vm, cancellationToken);
        if (vm.TestMachineId is { } test)
        {
            ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
            await job.StepAsync("DeleteTestMachine", token => new MachineMounts(services).DeleteMachineAsync(site, test, token), cancellationToken);
        }

        if (vm.StandbyMachineId is { } standby)
        {
            ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
            await job.StepAsync("DeleteStandbyMachine", token => site.DeleteMachineAsync(standby, token), cancellationToken);
        }

        bool deletePoints = job.Parameters<RemoveParameters>().DeletePoints;
        await job.StepAsync("ReleaseCaptures", token => ReleaseCapturesAsync(vm, required: deletePoints, token), cancellationToken);
        if (deletePoints)
            await job.StepAsync("DeletePoints", token => DeletePointsAsync(vm, token), cancellationToken);
        await job.TransactAsync(
            "End",
            async (transaction, token) =>
            {
                if (await transaction.FindAsync<ReplicatedVM>(vm.Id, token) is { } present) await transaction.DeleteAsync(present, token);
                foreach (RecoveryPoint point in await transaction.ListAsync<RecoveryPoint>(ownerId: vm.Id, cancellationToken: token))
                    await transaction.DeleteAsync(point, token);
                await transaction.DeleteHistoryAsync(vm.Id, token);
                return vm;
            },
            cancellationToken);
        return null;
    }

    public Task AbandonAsync(JobContext job, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether points go or stay: nothing would keep them for what is mounted any more.</summary>
    private async Task RequireNoMountsAsync(ReplicatedVM vm, CancellationToken cancellationToken)
    {
        // Those of the test machine go with it.
        string? test = vm.TestMachineId is { } machine ? MachineMounts.UserOf(machine) : null;
        IReadOnlyList<PointMount> all = await new PointMounts(services).ListAsync(vm.Id, cancellationToken);
        PointMount[] mounts = [.. all.Where(mount => mount.UsedBy is null || mount.UsedBy != test)];
        if (mounts.Length == 0) return;
        throw new ReplicationException(
            "VmHasMounts", $"VM {vm.Name}", $"Points of it are mounted ({string.Join(", ", mounts.Select(mount => mount.Id))}).", "no mounts.",
            "Dismount them first; one that a machine runs from goes when that is settled or removed.");
    }

    /// <param name="vm">Whose.</param>
    /// <param name="required">Whoever wants everything gone is told when it is not, and can repeat the removal.</param>
    /// <param name="cancellationToken">Stops between two of them.</param>
    private async Task ReleaseCapturesAsync(ReplicatedVM vm, bool required, CancellationToken cancellationToken)
    {
        try
        {
            ISite primary = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
            await primary.ReleaseCapturesAsync(vm.PrimaryMachineId, [], cancellationToken);
        }
        catch (ReplicationException error) when (!required)
        {
            // A VM whose primary is lost can be removed all the same.
            _log.LogWarning("{Vm}: what its captures left at the primary site stays: {Error}", vm.Name, error.Message);
        }
    }

    private async Task DeletePointsAsync(ReplicatedVM vm, CancellationToken cancellationToken)
    {
        foreach (string siteId in (string[])[vm.ReplicaSiteId, vm.PrimarySiteId])
        {
            ISite site = await services.Inventory.SiteAsync(siteId, cancellationToken);
            if (!site.AcceptsReplicas) continue;
            await _retention.FinishAsync(vm.Id, site, cancellationToken);
            RecoveryPointManifests manifests = await services.Inventory.ManifestsAsync(site, cancellationToken);
            var points = new List<RecoveryPoint>();
            await foreach (RecoveryPoint point in manifests.ListAsync(vm.Id, cancellationToken: cancellationToken)) points.Add(point);
            foreach (RecoveryPoint point in points) await _retention.RemoveAsync(site, point, cancellationToken);
        }
    }
}
