using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Core.States;
using Replication.Objects;

namespace Replication.Commands.VMs;

/// <summary>Lets replication go on: after a pause, or with a resynchronisation where one is needed or wanted.</summary>
[Cmdlet(VerbsLifecycle.Resume, "ReplicatedVM", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class ResumeReplicatedVMCommand : VMVerbCommand
{
    [Parameter]
    public SwitchParameter Resynchronize { get; set; }

    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => Resynchronize || Needs(vm.ReplicationState) ? verbs.Resynchronize(vm) : verbs.Resume(vm);

    /// <summary>States that nothing but a resynchronisation leads out of.</summary>
    private static bool Needs(ReplicationState state) => state is ReplicationState.WaitingForStartResynchronize or ReplicationState.ResynchronizeSuspended;
}
