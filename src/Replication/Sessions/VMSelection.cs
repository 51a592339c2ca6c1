using Replication.Core.Errors;
using Replication.Core.Service;

namespace Replication.Sessions;

/// <summary>Replicated VMs by what a user or a piped object calls them.</summary>
internal static class VMSelection
{
    /// <summary>
    /// By id, by id of the machine at the primary site (so that machines and the VMs of other modules can be piped in), or
    /// by name, with wildcards. A wildcard that matches nothing is no error.
    /// </summary>
    public static async Task<IReadOnlyList<EngineVM>> ByNameAsync(ReplicationService service, string name, CancellationToken cancellationToken)
    {
        IReadOnlyList<EngineVM> all = await service.Groups.ListVmsAsync(cancellationToken: cancellationToken);
        EngineVM[] byId = [.. all.Where(vm => Names.Same(vm.Id, name) || Names.Same(vm.PrimaryMachineId, name))];
        if (byId.Length > 0) return byId;
        // Without wildcards the engine answers, which refuses a name that several groups have.
        if (!WildcardPattern.ContainsWildcardCharacters(name) || all.Any(vm => Names.Same(vm.Name, name)))
            return [await service.Groups.GetVmAsync(name, cancellationToken: cancellationToken)];
        Func<string, bool> matches = Names.Pattern(name);
        return [.. all.Where(vm => matches(vm.Name))];
    }

    public static async Task<IReadOnlyList<EngineVM>> ByGroupAsync(ReplicationService service, string group, CancellationToken cancellationToken)
    {
        EngineGroup found = await service.Groups.GetAsync(group, cancellationToken);
        IReadOnlyList<EngineVM> vms = await service.Groups.ListVmsAsync(found, cancellationToken);
        return vms.Count > 0 ? vms : throw new ReplicationException("NoVms", $"Group {found.Name}", "It has no replicated VMs.", nextStep: "Add one with Add-ReplicatedVM.");
    }
}
