using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.Failover;

/// <summary>Takes a failover back: the replica and what was written to it go.</summary>
[Cmdlet(VerbsCommon.Undo, "Failover", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class UndoFailoverCommand : VMVerbCommand
{
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override string? SecondQuestion(EngineVM vm) => Force ? null : $"What was written to the replica of {vm.Name} since its failover is lost. Undo the failover?";

    protected override ConfirmImpact Impact => ConfirmImpact.High;

    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => verbs.Undo(vm);
}
