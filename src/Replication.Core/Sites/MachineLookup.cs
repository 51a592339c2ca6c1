using Replication.Core.Errors;
using Replication.Core.Machines;

namespace Replication.Core.Sites;

/// <summary>A machine as a person names it: by id, else by a name that only one machine of the site has.</summary>
public static class MachineLookup
{
    /// <exception cref="ReplicationException">MachineNotFound, MachineAmbiguous.</exception>
    public static async Task<Machine> FindAsync(ISite site, string nameOrId, CancellationToken cancellationToken)
    {
        if (await site.FindMachineAsync(nameOrId, cancellationToken) is { } byId) return byId;
        var found = new List<Machine>();
        await foreach (Machine machine in site.ListMachinesAsync(cancellationToken))
        {
            if (string.Equals(machine.Name, nameOrId, StringComparison.OrdinalIgnoreCase)) found.Add(machine);
        }

        return found.Count switch
        {
            1 => found[0],
            0 => throw new ReplicationException("MachineNotFound", $"Machine {nameOrId}", $"Site {site.Definition.Name} has no such machine."),
            _ => throw new ReplicationException(
                "MachineAmbiguous", $"Machine {nameOrId}", $"Site {site.Definition.Name} has {found.Count} machines of this name.", "the id of one of them.",
                string.Join(", ", found.Select(machine => machine.Id))),
        };
    }
}
