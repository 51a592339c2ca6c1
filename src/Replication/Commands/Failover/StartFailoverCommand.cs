using Replication.Completion;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.Failover;

/// <summary>Makes the replica machine: from a recovery point, or planned, from the last state of a machine that was shut down.</summary>
[Cmdlet(VerbsLifecycle.Start, "Failover", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class StartFailoverCommand : JobCommand
{
    [Parameter(ParameterSetName = VMSet, ValueFromPipelineByPropertyName = true)]
    [Alias("RecoveryPointId")]
    [ArgumentCompleter(typeof(RecoveryPointCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RecoveryPoint { get; set; }

    [Parameter]
    public SwitchParameter Planned { get; set; }

    [Parameter]
    public SwitchParameter NoReverse { get; set; }

    [Parameter]
    public SwitchParameter ShutDown { get; set; }

    [Parameter]
    public SwitchParameter NoStart { get; set; }

    [Parameter]
    public SwitchParameter Instant { get; set; }

    protected override ConfirmImpact Impact => ConfirmImpact.High;

    protected override async Task ProcessAsync()
    {
        VmVerbs verbs = (await ServiceAsync()).Verbs;
        foreach (EngineVM vm in await SelectVMsAsync()) await AttemptAsync(vm.Id, () => FailOverAsync(verbs, vm));
    }

    private async Task FailOverAsync(VmVerbs verbs, EngineVM vm)
    {
        if (!Planned)
        {
            await RunJobAsync(verbs.Failover(vm, RecoveryPoint, NoStart, Instant), vm);
            return;
        }

        if (RecoveryPoint is not null) await WarningAsync($"{vm.Name}: a planned failover makes a point of its own; -RecoveryPoint is not used.");
        // Hyper-V Replica turns the direction round with a planned failover; both halves were agreed to with the first question.
        if (await RunJobAsync(verbs.PlannedFailover(vm, NoStart, ShutDown, Instant), vm) is not { } failedOver || NoReverse) return;
        await RunAgreedAsync(verbs.Reverse(vm) with { AfterJobId = AsJob ? failedOver.Id : null }, vm.Id, PassThru);
    }
}
