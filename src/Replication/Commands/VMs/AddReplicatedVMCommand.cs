using Replication.Completion;
using Replication.Core.Service;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.VMs;

/// <summary>Protects machines: binds them to a group by their ids.</summary>
[Cmdlet(VerbsCommon.Add, "ReplicatedVM", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicatedVM))]
public sealed class AddReplicatedVMCommand : ReplicationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("MachineId")]
    [ArgumentCompleter(typeof(MachineCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Machine { get; set; } = [];

    [Parameter(Mandatory = true)]
    [ArgumentCompleter(typeof(GroupCompleter))]
    [ValidateNotNullOrEmpty]
    public string Group { get; set; } = "";

    [Parameter]
    [ValidateNotNull]
    public string[] ExcludedDisk { get; set; } = [];

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        EngineGroup group = await service.Groups.GetAsync(Group, StopToken);
        NameBook names = await NameBook.ReadAsync(service, StopToken);
        foreach (string machine in Machine)
        {
            await AttemptAsync(machine, async () =>
            {
                if (!await ShouldAsync(machine, $"Add to group {group.Name}")) return;
                EngineVM added = await service.Groups.AddVmAsync(group, machine, ExcludedDisk, StopToken);
                await WriteAsync(await new VMWriter(service, names).ObjectAsync(added, WarningAsync, StopToken));
            });
        }
    }
}
