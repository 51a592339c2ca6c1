using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.Failover;

/// <summary>Gives a machine that runs from a mounted point disks of its own, while it runs.</summary>
[Cmdlet(VerbsLifecycle.Complete, "InstantRecovery", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class CompleteInstantRecoveryCommand : VMVerbCommand
{
    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => verbs.Settle(vm);
}
