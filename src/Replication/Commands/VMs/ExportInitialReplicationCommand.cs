using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.VMs;

/// <summary>Writes the initial copy of VMs to external media.</summary>
[Cmdlet(VerbsData.Export, "InitialReplication", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class ExportInitialReplicationCommand : MediaCommand
{
    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => verbs.ExportInitial(vm, MediaPath);
}
