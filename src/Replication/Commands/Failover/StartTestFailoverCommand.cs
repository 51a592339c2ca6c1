using Replication.Completion;
using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.Failover;

/// <summary>Makes a test machine from a recovery point, while replication goes on.</summary>
[Cmdlet(VerbsLifecycle.Start, "TestFailover", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class StartTestFailoverCommand : VMVerbCommand
{
    [Parameter(ParameterSetName = VMSet, ValueFromPipelineByPropertyName = true)]
    [Alias("RecoveryPointId")]
    [ArgumentCompleter(typeof(RecoveryPointCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RecoveryPoint { get; set; }

    [Parameter]
    public SwitchParameter NoStart { get; set; }

    [Parameter]
    public SwitchParameter Instant { get; set; }

    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => verbs.StartTestFailover(vm, RecoveryPoint, NoStart, Instant);
}
