using System.ComponentModel;
using Replication.Completion;
using Replication.Core.Service;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands;

/// <summary>
/// Base of the cmdlets that work on replicated VMs: named or piped in, or all of a group. The group has a parameter set of
/// its own, so that a piped group is never taken for the name of a VM.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class VMCommand : JobCmdlet
{
    protected const string VMSet = "VM";
    protected const string GroupSet = "Group";

    [Parameter(ParameterSetName = VMSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("VMId", "VMName", "MachineId")]
    [ArgumentCompleter(typeof(VMCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] VM { get; set; } = [];

    [Parameter(ParameterSetName = GroupSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("GroupId")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    [ValidateNotNullOrEmpty]
    public string Group { get; set; } = "";

    /// <summary>VMs of this record; a name that is not there is an error of its own and the others go on.</summary>
    protected async Task<IReadOnlyList<EngineVM>> SelectVMsAsync()
    {
        ReplicationService service = await ServiceAsync();
        var selected = new List<EngineVM>();
        if (ParameterSetName == GroupSet)
        {
            await AttemptAsync(Group, async () => selected.AddRange(await VMSelection.ByGroupAsync(service, Group, StopToken)));
            return selected;
        }

        foreach (string name in VM) await AttemptAsync(name, async () => selected.AddRange(await VMSelection.ByNameAsync(service, name, StopToken)));
        return [.. selected.DistinctBy(vm => vm.Id)];
    }
}
