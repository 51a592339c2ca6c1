using Replication.Completion;
using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.Failover;

/// <summary>Turns the direction round after a failover, so that the replica is protected.</summary>
[Cmdlet(VerbsLifecycle.Start, "ReverseReplication", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class StartReverseReplicationCommand : VMVerbCommand
{
    private string? _siteId;
    private string? _inventory;

    [Parameter]
    [ArgumentCompleter(typeof(SiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ToSite { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? InventoryPath { get; set; }

    protected override async Task ProcessAsync()
    {
        if (ToSite is not null) _siteId ??= (await (await ServiceAsync()).Sites.GetAsync(ToSite, StopToken)).Id;
        if (InventoryPath is not null) _inventory ??= await TextAsync(InventoryPath);
        await base.ProcessAsync();
    }

    protected override JobRequest Request(VmVerbs verbs, EngineVM vm) => verbs.Reverse(vm, _siteId, _inventory);
}
