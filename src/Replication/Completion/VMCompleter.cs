using System.Collections;
using Replication.Core.Service;

namespace Replication.Completion;

/// <summary>Names of replicated VMs.</summary>
public sealed class VMCompleter : WorkspaceCompleter
{
    internal override async Task<IEnumerable<Completion>> KnownAsync(ReplicationService service, IDictionary bound) =>
        (await service.Groups.ListVmsAsync()).Select(vm => new Completion(vm.Name, vm.ReplicationState.ToString()));
}
