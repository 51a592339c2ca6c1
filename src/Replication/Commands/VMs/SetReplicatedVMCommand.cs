using Replication.Completion;
using Replication.Core.Machines;
using Replication.Core.Service;
using Replication.Sessions;

namespace Replication.Commands.VMs;

/// <summary>Changes which disks of a VM are replicated, and how it is launched at the destination.</summary>
[Cmdlet(VerbsCommon.Set, "ReplicatedVM", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicatedVM))]
public sealed class SetReplicatedVMCommand : LaunchCommand
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("VMId", "VMName")]
    [ArgumentCompleter(typeof(VMCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] VM { get; set; } = [];

    [Parameter]
    [AllowEmptyCollection]
    public string[]? ExcludedDisk { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        foreach (string name in VM)
        {
            await AttemptAsync(name, async () =>
            {
                foreach (EngineVM vm in await VMSelection.ByNameAsync(service, name, StopToken)) await AttemptAsync(vm.Id, () => SetAsync(service, vm));
            });
        }
    }

    private async Task SetAsync(ReplicationService service, EngineVM vm)
    {
        LaunchSettings? launch = Read(Launch, vm.Launch);
        LaunchSettings? test = Read(TestLaunch, vm.TestLaunch);
        if (!await ShouldAsync(vm.Name, "Change")) return;
        if (launch is not null || test is not null) vm = await service.Groups.SetLaunchAsync(vm, launch, test, StopToken);
        if (ExcludedDisk is not null) vm = await service.Groups.SetExcludedDisksAsync(vm, ExcludedDisk, StopToken);
        if (PassThru) await WriteAsync(await new VMWriter(service, await NameBook.ReadAsync(service, StopToken)).ObjectAsync(vm, WarningAsync, StopToken));
    }
}
