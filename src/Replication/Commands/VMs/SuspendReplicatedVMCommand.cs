using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.VMs;

/// <summary>Pauses replication of VMs.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "ReplicatedVM", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class SuspendReplicatedVMCommand : VMVerbCommand
{
    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => verbs.Suspend(vm);
}
