using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.VMs;

/// <summary>Takes VMs out of their group; their recovery points stay unless they are to go as well.</summary>
[Cmdlet(VerbsCommon.Remove, "ReplicatedVM", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class RemoveReplicatedVMCommand : VMVerbCommand
{
    [Parameter]
    public SwitchParameter DeleteRecoveryPoint { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override ConfirmImpact Impact => ConfirmImpact.High;

    protected override string? SecondQuestion(EngineVM vm) =>
        DeleteRecoveryPoint && !Force ? $"All recovery points of {vm.Name} are deleted, pinned ones included; nothing brings them back. Delete them?" : null;

    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => verbs.Remove(vm, DeleteRecoveryPoint);
}
