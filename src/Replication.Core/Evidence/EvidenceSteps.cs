using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Sites;

namespace Replication.Core.Evidence;

internal static class EvidenceSteps
{
    /// <summary>
    /// Writes a fact down as a step of the job that made it true, between its effect and the state that says so: a job that is killed anywhere
    /// comes by here again, and the entry is the same.
    /// </summary>
    public static Task ProveAsync(
        this JobContext job, EngineServices services, string step, ISite site, EvidenceFact fact, CancellationToken cancellationToken) =>
        services.Evidence is { } evidence ? job.StepAsync(step, token => evidence.WriteAsync(site, fact, token), cancellationToken) : Task.CompletedTask;
}
