using Replication.Core.Service;
using Replication.Objects;
using Replication.Sessions;

namespace Replication.Commands.VMs;

/// <summary>Says what replication of VMs has cost and achieved.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "ReplicatedVM", DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationMeasurement))]
public sealed class MeasureReplicatedVMCommand : VMCommand
{
    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        NameBook names = await NameBook.ReadAsync(service, StopToken);
        foreach (EngineVM vm in await SelectVMsAsync())
            await AttemptAsync(vm.Id, async () => await WriteAsync(new ReplicationMeasurement(vm, names, await service.Health.OfAsync(vm, StopToken))));
    }
}
