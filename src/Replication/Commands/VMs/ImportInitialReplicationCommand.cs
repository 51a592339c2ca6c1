using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.VMs;

/// <summary>Takes the initial copy of VMs from external media.</summary>
[Cmdlet(VerbsData.Import, "InitialReplication", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class ImportInitialReplicationCommand : VMVerbCommand
{
    private string _folder = "";

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    protected override void OnBegin()
    {
        base.OnBegin();
        _folder = FilePath(Path);
    }

    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => verbs.ImportInitial(vm, _folder);
}
