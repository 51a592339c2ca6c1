using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;

namespace Replication.Core.Sites;

/// <summary>
/// Changes settings of a site. It is a job because sites are open while others run: between jobs nobody works with one,
/// and the next job opens it as it is then.
/// </summary>
public sealed class ChangeSiteHandler(EngineServices services) : IJobHandler
{
    public const string VerbName = "SetSite";

    private const string Unset = "the default";

    private readonly SiteIdentity _identity = new(services);

    public string Verb => VerbName;

    public bool ReplacesOthers => false;

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        SiteDefinition site = await FindAsync(request.TargetId, cancellationToken);
        SiteDefinition changed = await CheckedAsync(site, JobParameters.Parse<ChangeSiteParameters>(request.Parameters), cancellationToken);
        JobPlanStep[] steps =
        [
            .. from name in site.Settings.Keys.Union(changed.Settings.Keys).Order(StringComparer.Ordinal)
               let before = site.Settings.GetValueOrDefault(name)
               let after = changed.Settings.GetValueOrDefault(name)
               where before != after
               select new JobPlanStep("Change", $"{name}: {before ?? Unset} becomes {after ?? Unset}."),
        ];
        return new JobPlan($"Change {steps.Length} setting(s) of site {site.Name}", steps, []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var parameters = job.Parameters<ChangeSiteParameters>();
        await CheckedAsync(await FindAsync(job.Job.TargetId, cancellationToken), parameters, cancellationToken);
        return await job.TransactAsync(
            "Change",
            async (transaction, token) =>
            {
                SiteDefinition present = await transaction.FindAsync<SiteDefinition>(job.Job.TargetId, token) ?? throw NotFound(job.Job.TargetId);
                return await transaction.UpdateAsync(present with { Settings = parameters.Over(present.Settings) }, token);
            },
            cancellationToken);
    }

    public Task AbandonAsync(JobContext job, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<SiteDefinition> CheckedAsync(SiteDefinition site, ChangeSiteParameters parameters, CancellationToken cancellationToken)
    {
        SiteDefinition changed = site with { Settings = parameters.Over(site.Settings) };
        await _identity.RequireAsync(site, changed, cancellationToken);
        return changed;
    }

    private async Task<SiteDefinition> FindAsync(string siteId, CancellationToken cancellationToken) =>
        await services.Catalog.FindAsync<SiteDefinition>(siteId, cancellationToken) ?? throw NotFound(siteId);

    private static ReplicationException NotFound(string siteId) => new("SiteNotFound", $"Site {siteId}", "There is no such site.");
}
