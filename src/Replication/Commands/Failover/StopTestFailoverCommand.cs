using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.Failover;

/// <summary>Removes test machines and their disks.</summary>
[Cmdlet(VerbsLifecycle.Stop, "TestFailover", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class StopTestFailoverCommand : VMVerbCommand
{
    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => verbs.StopTestFailover(vm);
}
