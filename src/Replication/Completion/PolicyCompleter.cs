using System.Collections;
using Replication.Core.Service;

namespace Replication.Completion;

/// <summary>Names of policies.</summary>
public sealed class PolicyCompleter : WorkspaceCompleter
{
    internal override async Task<IEnumerable<Completion>> KnownAsync(ReplicationService service, IDictionary bound) =>
        (await service.Policies.ListAsync()).Select(policy => new Completion(policy.Name, $"every {policy.ReplicationFrequency}"));
}
