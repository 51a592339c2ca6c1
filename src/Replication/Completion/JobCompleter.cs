using System.Collections;
using Replication.Core.Service;

namespace Replication.Completion;

/// <summary>Ids of jobs.</summary>
public sealed class JobCompleter : WorkspaceCompleter
{
    internal override async Task<IEnumerable<Completion>> KnownAsync(ReplicationService service, IDictionary bound) =>
        (await service.Jobs.ListAsync()).Select(job => new Completion(job.Id, $"{job.Verb} {job.TargetName}: {job.JobState}"));
}
