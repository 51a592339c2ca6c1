using Replication.Completion;
using Replication.Core.Errors;
using Replication.Core.Service;
using Replication.Core.Snapshots;
using Replication.Objects;
using Replication.Sessions;

namespace Replication.Commands.Points;

/// <summary>Lists the snapshots behind recovery points: those of EBS, or of a site's own store.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicationSnapshot", DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationSnapshot))]
public sealed class GetReplicationSnapshotCommand : VMCommand
{
    [Parameter(ParameterSetName = VMSet, ValueFromPipelineByPropertyName = true)]
    [Alias("RecoveryPointId")]
    [ArgumentCompleter(typeof(RecoveryPointCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RecoveryPoint { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        foreach (EngineVM vm in await SelectVMsAsync()) await AttemptAsync(vm.Id, () => ListAsync(service, vm));
    }

    private async Task ListAsync(ReplicationService service, EngineVM vm)
    {
        var damaged = new List<ReplicationException>();
        foreach (EnginePoint point in PointSelection.Named(await service.Points.ListAsync(vm, damaged, StopToken), RecoveryPoint, vm))
        {
            (string storeId, var snapshots) = await service.Points.SnapshotsAsync(vm, point, StopToken);
            foreach ((string diskId, SnapshotInfo snapshot) in snapshots) await WriteAsync(new ReplicationSnapshot(snapshot, point, diskId, storeId));
        }

        foreach (ReplicationException error in damaged) await ErrorAsync(error, vm.Id);
    }
}
