using System.Collections;
using Replication.Core.Service;

namespace Replication.Completion;

/// <summary>Names of sites.</summary>
public sealed class SiteCompleter : WorkspaceCompleter
{
    internal override async Task<IEnumerable<Completion>> KnownAsync(ReplicationService service, IDictionary bound) =>
        (await service.Sites.ListAsync()).Select(site => new Completion(site.Name, $"{site.SiteKind} site"));
}
