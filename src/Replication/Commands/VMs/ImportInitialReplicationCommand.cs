using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.VMs;

/// <summary>Takes the initial copy of VMs from external media.</summary>
[Cmdlet(VerbsData.Import, "InitialReplication", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class ImportInitialReplicationCommand : MediaCommand
{
    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => verbs.ImportInitial(vm, MediaPath);
}
