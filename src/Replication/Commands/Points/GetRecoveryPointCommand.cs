using Replication.Completion;
using Replication.Core.Errors;
using Replication.Core.Service;
using Replication.Sessions;

namespace Replication.Commands.Points;

/// <summary>Lists recovery points, oldest first, from the manifests at the destination.</summary>
[Cmdlet(VerbsCommon.Get, "RecoveryPoint", DefaultParameterSetName = VMSet)]
[OutputType(typeof(RecoveryPoint))]
public sealed class GetRecoveryPointCommand : VMCommand
{
    private const string StoreSet = "Store";

    [Parameter(ParameterSetName = VMSet)]
    [ArgumentCompleter(typeof(RecoveryPointCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RecoveryPoint { get; set; }

    [Parameter(ParameterSetName = StoreSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string StorePath { get; set; } = "";

    [Parameter]
    public SwitchParameter Latest { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        if (ParameterSetName == StoreSet)
        {
            string store = await OnPipelineAsync(() => FilePath(StorePath));
            var damaged = new List<ReplicationException>();
            IReadOnlyList<EnginePoint> points = await service.Points.ListStoreAsync(store, damaged, StopToken);
            foreach (var ofVM in points.GroupBy(point => point.VmId)) await WriteAsync([.. ofVM], null);
            await ReportAsync(damaged, store);
            return;
        }

        NameBook names = await NameBook.ReadAsync(service, StopToken);
        foreach (EngineVM vm in await SelectVMsAsync()) await AttemptAsync(vm.Id, () => ListAsync(service, vm, names));
    }

    private async Task ListAsync(ReplicationService service, EngineVM vm, NameBook names)
    {
        var damaged = new List<ReplicationException>();
        IReadOnlyList<EnginePoint> points = await service.Points.ListAsync(vm, damaged, StopToken);
        await ReportAsync(damaged, vm.Id);
        await WriteAsync(PointSelection.Named(points, RecoveryPoint, vm), names);
    }

    private async Task WriteAsync(IReadOnlyList<EnginePoint> points, NameBook? names)
    {
        foreach (EnginePoint point in Latest ? points.TakeLast(1) : points) await WriteAsync(new RecoveryPoint(point, names));
    }

    /// <summary>A damaged manifest must not hide the points that are whole, and must not go unsaid.</summary>
    private async Task ReportAsync(IEnumerable<ReplicationException> damaged, string target)
    {
        foreach (ReplicationException error in damaged) await ErrorAsync(error, target);
    }
}
