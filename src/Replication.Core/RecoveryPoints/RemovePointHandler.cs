using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.Sites;

namespace Replication.Core.RecoveryPoints;

/// <param name="PointId">Which point.</param>
/// <param name="IncludePinned">Remove it although it is pinned.</param>
public sealed record RemovePointParameters(string PointId, bool IncludePinned);

/// <summary>
/// Removes one point at an admin's wish. The newest stays: the next delta builds on it and a failover would have
/// nothing better. What a replica or a test was made from stays as well.
/// </summary>
public sealed class RemovePointHandler(EngineServices services) : IJobHandler
{
    public const string VerbName = "RemovePoint";

    private readonly Retention _retention = new(services);

    public string Verb => VerbName;

    public bool ReplacesOthers => false;

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        (ISite site, RecoveryPoint point) = await ResolveAsync(request.VmIds[0], JobParameters.Parse<RemovePointParameters>(request.Parameters), cancellationToken);
        return new JobPlan(
            $"Remove point {point.Id} of {point.VmName}",
            [new JobPlanStep("Remove", $"Delete its manifest and {point.Disks.Count} snapshot(s) at site {site.Definition.Name}.")],
            []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        // Once journalled, the point is known although its manifest is gone: a rerun removes the snapshots that a kill left.
        RecoveryPoint point = await job.StepAsync(
            "Find", async token => (await ResolveAsync(job.Job.VmIds[0], job.Parameters<RemovePointParameters>(), token)).Point, cancellationToken);
        ISite site = await services.Inventory.SiteAsync(point.SiteId, cancellationToken);
        await job.StepAsync("Remove", token => _retention.RemoveAsync(site, point, token), cancellationToken);
        return point;
    }

    public Task AbandonAsync(JobContext job, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<(ISite Site, RecoveryPoint Point)> ResolveAsync(string vmId, RemovePointParameters parameters, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        RecoveryPoint point = await services.Inventory.PointAsync(site, vm, parameters.PointId, cancellationToken);
        string target = $"Recovery point {point.Id}";
        if (point.Id == vm.FailedOverPointId || point.Id == vm.TestPointId)
            throw new ReplicationException("RecoveryPointInUse", target, $"A machine of {vm.Name} was made from it.", "a point that nothing was made from.", "End the test or the failover first.");
        IReadOnlyList<PointMount> ofVm = await new PointMounts(services).ListAsync(vm.Id, cancellationToken);
        string mounts = string.Join(", ", ofVm.Where(mount => mount.PointId == point.Id).Select(mount => mount.Id));
        if (mounts.Length > 0)
            throw new ReplicationException("RecoveryPointInUse", target, $"It is mounted ({mounts}).", "a point that is not mounted.", "Dismount it first.");
        RecoveryPoint newest = await services.Inventory.PointOrLatestAsync(site, vm, null, cancellationToken);
        if (point.Id == newest.Id)
            throw new ReplicationException("RecoveryPointInUse", target, $"It is the newest point of {vm.Name}; the next replication builds on it.", "an older point.");
        if (point.Pinned && !parameters.IncludePinned)
            throw new ReplicationException("RecoveryPointPinned", target, "It is pinned.", "a point that is not pinned, or to be told to remove it all the same.");
        return (site, point);
    }
}
