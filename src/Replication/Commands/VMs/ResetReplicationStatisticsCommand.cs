using Replication.Core.Service;
using Replication.Sessions;

namespace Replication.Commands.VMs;

/// <summary>Begins to measure anew.</summary>
[Cmdlet(VerbsCommon.Reset, "ReplicationStatistics", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicatedVM))]
public sealed class ResetReplicationStatisticsCommand : VMCommand
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        NameBook names = await NameBook.ReadAsync(service, StopToken);
        foreach (EngineVM vm in await SelectVMsAsync())
        {
            await AttemptAsync(vm.Id, async () =>
            {
                if (!await ShouldAsync(vm.Name, "Forget what was measured")) return;
                EngineVM changed = await service.Groups.ResetStatisticsAsync(vm, StopToken);
                if (PassThru) await WriteAsync(await new VMWriter(service, names).ObjectAsync(changed, WarningAsync, StopToken));
            });
        }
    }
}
