using System.Collections;
using Replication.Core.Service;

namespace Replication.Completion;

/// <summary>Ids of recovery points, of the VM that stands on the line where there is one.</summary>
public sealed class RecoveryPointCompleter : WorkspaceCompleter
{
    internal override async Task<IEnumerable<Completion>> KnownAsync(ReplicationService service, IDictionary bound)
    {
        string? wanted = First(bound["VM"]);
        var points = new List<Completion>();
        foreach (EngineVM vm in await service.Groups.ListVmsAsync())
        {
            if (wanted is not null && vm.Id != wanted && !string.Equals(vm.Name, wanted, StringComparison.OrdinalIgnoreCase)) continue;
            points.AddRange((await service.Points.ListKnownAsync(vm)).Select(point => new Completion(point.Id, $"{vm.Name} at {point.SourceTime:u}")));
        }

        return points;
    }
}
