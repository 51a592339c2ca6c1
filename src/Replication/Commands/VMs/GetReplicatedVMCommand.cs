using Replication.Completion;
using Replication.Core.Service;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.VMs;

/// <summary>Lists replicated VMs with state and health.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicatedVM", DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicatedVM))]
public sealed class GetReplicatedVMCommand : ReplicationCmdlet
{
    private const string VMSet = "VM";
    private const string GroupSet = "Group";

    // Within a group VMs can be named as well, but not piped in: a piped group would be taken for the name of one.
    [Parameter(ParameterSetName = VMSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = GroupSet, Position = 0)]
    [Alias("VMId", "VMName", "MachineId")]
    [ArgumentCompleter(typeof(VMCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] VM { get; set; } = ["*"];

    [Parameter(ParameterSetName = GroupSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("GroupId")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Group { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        EngineGroup? group = Group is null ? null : await service.Groups.GetAsync(Group, StopToken);
        var writer = new VMWriter(service, await NameBook.ReadAsync(service, StopToken));
        foreach (string name in VM)
        {
            await AttemptAsync(name, async () =>
            {
                foreach (EngineVM vm in await VMSelection.ByNameAsync(service, name, StopToken))
                {
                    if (group is null || vm.GroupId == group.Id) await WriteAsync(await writer.ObjectAsync(vm, WarningAsync, StopToken));
                }
            });
        }
    }
}
