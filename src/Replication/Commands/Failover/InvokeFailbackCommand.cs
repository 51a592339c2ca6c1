using Replication.Completion;
using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.Failover;

/// <summary>Brings the workload home.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Failback", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class InvokeFailbackCommand : VMVerbCommand
{
    private string? _inventory;

    [Parameter]
    public SwitchParameter Unplanned { get; set; }

    [Parameter(ParameterSetName = VMSet, ValueFromPipelineByPropertyName = true)]
    [Alias("RecoveryPointId")]
    [ArgumentCompleter(typeof(RecoveryPointCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RecoveryPoint { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? InventoryPath { get; set; }

    protected override async Task ProcessAsync()
    {
        if (InventoryPath is not null) _inventory ??= await TextAsync(InventoryPath);
        await base.ProcessAsync();
    }

    protected override ConfirmImpact Impact => ConfirmImpact.High;

    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => verbs.Failback(vm, Unplanned, RecoveryPoint, _inventory);
}
