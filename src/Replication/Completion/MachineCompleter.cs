using System.Collections;
using Replication.Core.Machines;
using Replication.Core.Service;
using Replication.Core.Sites;

namespace Replication.Completion;

/// <summary>
/// Names of machines, of the site or the group that stands on the line. Here a site has to be asked; one that takes longer
/// than a person waits for a key completes to what it had answered by then.
/// </summary>
public sealed class MachineCompleter : WorkspaceCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    internal override async Task<IEnumerable<Completion>> KnownAsync(ReplicationService service, IDictionary bound)
    {
        var machines = new List<Completion>();
        if (await SiteAsync(service, bound) is not { } name) return machines;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            ISite site = await service.Sites.OpenAsync(name, limit.Token);
            await foreach (Machine machine in site.ListMachinesAsync(limit.Token)) machines.Add(new Completion(machine.Name, $"{machine.PowerState}, {machine.Id}"));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // What is there is offered.
        }

        return machines;
    }

    private static async Task<string?> SiteAsync(ReplicationService service, IDictionary bound)
    {
        if (First(bound["Site"]) is { } site) return site;
        return First(bound["Group"]) is { } group ? (await service.Groups.GetAsync(group)).SourceSiteId : null;
    }
}
