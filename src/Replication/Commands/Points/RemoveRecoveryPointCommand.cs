using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.Points;

/// <summary>Removes recovery points that nothing needs any more.</summary>
[Cmdlet(VerbsCommon.Remove, "RecoveryPoint", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class RemoveRecoveryPointCommand : PointCommand
{
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override ConfirmImpact Impact => ConfirmImpact.High;

    protected override JobRequest Request(VmVerbs verbs, EngineVM vm, string pointId) => verbs.RemovePoint(vm, pointId, includePinned: Force);
}
