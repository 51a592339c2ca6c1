using System.Collections;
using Replication.Core.Service;

namespace Replication.Completion;

/// <summary>Names of groups.</summary>
public sealed class GroupCompleter : WorkspaceCompleter
{
    internal override async Task<IEnumerable<Completion>> KnownAsync(ReplicationService service, IDictionary bound) =>
        (await service.Groups.ListAsync()).Select(group => new Completion(group.Name, $"Group {group.Name}"));
}
