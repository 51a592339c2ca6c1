using Replication.Core.Errors;
using Replication.Core.Health;
using Replication.Core.Service;
using Replication.Sessions;

namespace Replication.Commands.VMs;

/// <summary>Makes the objects that stand for replicated VMs.</summary>
internal sealed class VMWriter(ReplicationService service, NameBook names)
{
    /// <summary>A destination that cannot be read must not hide the VM: its health is then not known, and a warning says why.</summary>
    public async Task<ReplicatedVM> ObjectAsync(EngineVM vm, Func<string, Task> warn, CancellationToken cancellationToken)
    {
        ReplicationHealth? health = null;
        try
        {
            vm = await service.Restarts.LookAsync(vm, cancellationToken);
            health = await service.Health.OfAsync(vm, cancellationToken);
        }
        catch (ReplicationException error)
        {
            await warn($"{vm.Name}: {error.ErrorId}: {error.Message}");
        }

        return new ReplicatedVM(vm, names, health);
    }
}
