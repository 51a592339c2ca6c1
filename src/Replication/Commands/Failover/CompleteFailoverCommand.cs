using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.Failover;

/// <summary>Makes a failover final: its recovery points are let go.</summary>
[Cmdlet(VerbsLifecycle.Complete, "Failover", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class CompleteFailoverCommand : VMVerbCommand
{
    protected override ConfirmImpact Impact => ConfirmImpact.High;

    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => verbs.Complete(vm);
}
