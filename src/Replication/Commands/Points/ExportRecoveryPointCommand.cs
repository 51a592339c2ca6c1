using Replication.Core.Disks;
using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.Points;

/// <summary>Writes the disks of recovery points as images.</summary>
[Cmdlet(VerbsData.Export, "RecoveryPoint", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class ExportRecoveryPointCommand : PointCommand
{
    private string _folder = "";

    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    [ValidateSet(nameof(DiskFormat.Raw), nameof(DiskFormat.Vhdx), nameof(DiskFormat.VmdkStreamOptimized))]
    public string Format { get; set; } = nameof(DiskFormat.Raw);

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Disk { get; set; }

    protected override void OnBegin()
    {
        base.OnBegin();
        _folder = FilePath(Path);
    }

    protected override JobRequest Request(VmVerbs verbs, EngineVM vm, string pointId) =>
        verbs.ExportPoint(vm, pointId, _folder, Enum.Parse<DiskFormat>(Format, ignoreCase: true), Disk);
}
