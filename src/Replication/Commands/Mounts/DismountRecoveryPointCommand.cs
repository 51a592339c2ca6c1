using Replication.Completion;
using Replication.Core.Mounts;
using Replication.Core.Service;
using Replication.Objects;
using Replication.Pipeline;

namespace Replication.Commands.Mounts;

/// <summary>Ends mounts of recovery points; what was written to them goes only when that is asked for.</summary>
[Cmdlet(VerbsData.Dismount, "RecoveryPoint", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class DismountRecoveryPointCommand : JobCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("MountId", "RecoveryPointId")]
    [ArgumentCompleter(typeof(MountCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Mount { get; set; } = [];

    [Parameter]
    public SwitchParameter DiscardChanges { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter AsJob { get; set; }

    protected override bool Detaches => AsJob;

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        foreach (string id in Mount) await AttemptAsync(id, () => DismountAsync(service, id));
    }

    private async Task DismountAsync(ReplicationService service, string id)
    {
        PointMount[] mounts = [.. (await service.Mounts.ListAsync(cancellationToken: StopToken)).Where(mount => mount.Id == id || mount.PointId == id)];
        if (mounts.Length == 0) throw PointMounts.NotFound(id);
        foreach (PointMount mount in mounts) await RunJobAsync(service.Verbs.DismountPoint(mount, DiscardChanges), id, PassThru);
    }
}
