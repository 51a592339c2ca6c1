using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Sites;

namespace Replication.Core.RecoveryPoints;

public sealed record PinPointParameters(string PointId, bool Pinned);

/// <summary>Pins a point, so that no policy and no completion gives it up, or lets it go again.</summary>
public sealed class PinPointHandler(EngineServices services) : IJobHandler
{
    public const string VerbName = "Pin";

    public string Verb => VerbName;

    public bool ReplacesOthers => false;

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var parameters = JobParameters.Parse<PinPointParameters>(request.Parameters);
        (_, RecoveryPoint point) = await ResolveAsync(request.VmIds[0], parameters, cancellationToken);
        string change = parameters.Pinned ? "Pin" : "Unpin";
        return new JobPlan($"{change} point {point.Id} of {point.VmName}", [new JobPlanStep("Mark", $"{change} it in its manifest.")], []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var parameters = job.Parameters<PinPointParameters>();
        (ISite site, RecoveryPoint point) = await ResolveAsync(job.Job.VmIds[0], parameters, cancellationToken);
        RecoveryPoint changed = await (await services.Inventory.ManifestsAsync(site, cancellationToken)).UpdateAsync(
            point, present => present with { Pinned = parameters.Pinned }, cancellationToken);
        await PointRows.FollowAsync(services.Catalog, changed, cancellationToken);
        return changed;
    }

    public Task AbandonAsync(JobContext job, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<(ISite Site, RecoveryPoint Point)> ResolveAsync(string vmId, PinPointParameters parameters, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        return (site, await services.Inventory.PointAsync(site, vm, parameters.PointId, cancellationToken));
    }
}
