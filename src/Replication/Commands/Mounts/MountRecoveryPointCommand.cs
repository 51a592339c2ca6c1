using System.Text.Json;
using Replication.Commands.Points;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.Serialization;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.Mounts;

/// <summary>Serves the disks of recovery points over NBD at once, and writes where.</summary>
[Cmdlet(VerbsData.Mount, "RecoveryPoint", SupportsShouldProcess = true)]
[OutputType(typeof(RecoveryPointMount), typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class MountRecoveryPointCommand : PointCommand
{
    [Parameter]
    public SwitchParameter Writable { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Disk { get; set; }

    [Parameter]
    [ValidateRange(0, ushort.MaxValue)]
    public int? TcpPort { get; set; }

    protected override JobRequest Request(VmVerbs verbs, EngineVM vm, string pointId) => verbs.MountPoint(vm, pointId, Writable, Disk, TcpPort);

    private protected override async Task EndedAsync(ReplicationService service, EngineJob job)
    {
        MountServing serving = JsonSerializer.Deserialize<MountServing>(job.Result!, ReplicationJson.Compact)!;
        if (await service.Mounts.FindAsync(serving.MountId, StopToken) is { } mount) await WriteAsync(new RecoveryPointMount(mount, serving));
    }
}
