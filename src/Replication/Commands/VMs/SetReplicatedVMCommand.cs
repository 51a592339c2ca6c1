using Replication.Completion;
using Replication.Core.Machines;
using Replication.Core.Service;
using Replication.Sessions;

namespace Replication.Commands.VMs;

/// <summary>Changes which disks of a VM are replicated, how it is launched at the destination, and what is known of its guest and its recovery points.</summary>
[Cmdlet(VerbsCommon.Set, "ReplicatedVM", SupportsShouldProcess = true, DefaultParameterSetName = SettingsSet)]
[OutputType(typeof(ReplicatedVM), typeof(RecoveryPoint))]
public sealed class SetReplicatedVMCommand : LaunchCommand
{
    private const string SettingsSet = "Settings";
    private const string PinSet = "Pin";
    private const string UnpinSet = "Unpin";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("VMId", "VMName", "MachineId")]
    [ArgumentCompleter(typeof(VMCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] VM { get; set; } = [];

    [Parameter(ParameterSetName = SettingsSet)]
    [AllowEmptyCollection]
    public string[]? ExcludedDisk { get; set; }

    [Parameter(ParameterSetName = SettingsSet)]
    public SwitchParameter ConfirmFirstLogonRestart { get; set; }

    [Parameter(ParameterSetName = PinSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = UnpinSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RecoveryPointId")]
    [ArgumentCompleter(typeof(RecoveryPointCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] RecoveryPoint { get; set; } = [];

    [Parameter(ParameterSetName = PinSet, Mandatory = true)]
    public SwitchParameter Pin { get; set; }

    [Parameter(ParameterSetName = UnpinSet, Mandatory = true)]
    public SwitchParameter Unpin { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        foreach (string name in VM)
        {
            await AttemptAsync(name, async () =>
            {
                foreach (EngineVM vm in await VMSelection.ByNameAsync(service, name, StopToken))
                {
                    if (ParameterSetName == SettingsSet || Launch is not null || TestLaunch is not null) await AttemptAsync(vm.Id, () => SetAsync(service, vm));
                    foreach (string point in RecoveryPoint) await AttemptAsync(point, () => PinAsync(service, vm, point));
                }
            });
        }
    }

    private async Task PinAsync(ReplicationService service, EngineVM vm, string pointId)
    {
        bool pinned = ParameterSetName == PinSet;
        if (!await ShouldAsync($"recovery point {pointId} of {vm.Name}", pinned ? "Pin" : "Unpin")) return;
        EnginePoint point = await service.Points.SetPinnedAsync(vm, pointId, pinned, StopToken);
        if (PassThru) await WriteAsync(new RecoveryPoint(point, await NameBook.ReadAsync(service, StopToken)));
    }

    private async Task SetAsync(ReplicationService service, EngineVM vm)
    {
        LaunchSettings? launch = Read(Launch, vm.Launch);
        LaunchSettings? test = Read(TestLaunch, vm.TestLaunch);
        if (!await ShouldAsync(vm.Name, "Change")) return;
        if (launch is not null || test is not null) vm = await service.Groups.SetLaunchAsync(vm, launch, test, StopToken);
        if (ExcludedDisk is not null) vm = await service.Groups.SetExcludedDisksAsync(vm, ExcludedDisk, StopToken);
        if (ConfirmFirstLogonRestart) vm = await service.Restarts.ConfirmAsync(vm, StopToken);
        if (PassThru) await WriteAsync(await new VMWriter(service, await NameBook.ReadAsync(service, StopToken)).ObjectAsync(vm, WarningAsync, StopToken));
    }
}
