using Replication.Completion;
using Replication.Core.Errors;
using Replication.Core.Service;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.Drills;

/// <summary>Writes a drill of a group as a Pester file: test failover, checks, RTO and RPO, evidence, cleanup.</summary>
[Cmdlet(VerbsCommon.New, "ReplicationDrill", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewReplicationDrillCommand : ReplicationCmdlet
{
    private string _folder = "";
    private string[] _checks = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("GroupId", "GroupName")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Group { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] CheckPath { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(RecoveryPointCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] RecoveryPoint { get; set; } = [];

    [Parameter]
    public TimeSpan? RpoThreshold { get; set; }

    [Parameter]
    public TimeSpan? RtoThreshold { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void OnBegin()
    {
        _folder = FilePath(Path);
        _checks = [.. CheckPath.Select(FilePath)];
    }

    protected override async Task ProcessAsync()
    {
        if (_checks.FirstOrDefault(check => !File.Exists(check)) is { } missing)
            throw new ReplicationException("DrillCheckNotFound", $"Check {missing}", "There is no such file.", "a script that checks a test machine.");
        ReplicationService service = await ServiceAsync();
        IReadOnlyList<EngineGroup> all = await service.Groups.ListAsync(StopToken);
        await ForEachNamedAsync(Group, all, group => group.Name, wanted => service.Groups.GetAsync(wanted, StopToken), group => WriteAsync(service, group));
    }

    private async Task WriteAsync(ReplicationService service, EngineGroup group)
    {
        foreach (EngineVM vm in await VMSelection.ByGroupAsync(service, group.Id, StopToken)) await RequirePointAsync(service, vm);
        var file = new FileInfo(System.IO.Path.Combine(_folder, DrillFile.Name(group.Name)));
        if (file.Exists && !Force)
        {
            throw new ReplicationException(
                "DrillFileExists", $"Drill {file.FullName}", "The file is there already, and may have been edited.", "another folder.", "Use -Force to write it anew.");
        }

        TimeSpan threshold = RpoThreshold ?? (await service.Groups.PolicyOfAsync(group, StopToken)).RpoThreshold;
        string text = DrillFile.Text(new DrillSettings(
            group.Name, RecoveryPoint, [.. _checks.Select(Relative)], threshold, RtoThreshold, Workspace is null ? null : Folder));
        if (!await ShouldAsync(file.FullName, $"Write a drill of group {group.Name}")) return;
        file.Directory!.Create();
        await File.WriteAllTextAsync(file.FullName, text, StopToken);
        // As Get-Item gives it, with what the session's views of files show.
        if (PassThru) await WriteAsync(await OnPipelineAsync(() => InvokeProvider.Item.Get([file.FullName], force: true, literalPath: true)[0]));
    }

    /// <summary>A point that is named has to be one of every VM: a drill that leaves one out proves less than it says.</summary>
    private async Task RequirePointAsync(ReplicationService service, EngineVM vm)
    {
        if (RecoveryPoint.Length == 0) return;
        IReadOnlyList<EnginePoint> points = await service.Points.ListAsync(vm, null, StopToken);
        if (points.Any(point => RecoveryPoint.Contains(point.Id) || (point.GroupPointId is { } ofGroup && RecoveryPoint.Contains(ofGroup)))) return;
        throw new ReplicationException(
            "RecoveryPointNotFound", $"VM {vm.Name}", $"It has no recovery point {string.Join(", ", RecoveryPoint)}.", "a point of every VM of the group, or a group point.",
            "List the points to see which are kept.");
    }

    /// <summary>Relative to the drill, so that both can be moved and kept under version control together.</summary>
    private string Relative(string check) => System.IO.Path.GetRelativePath(_folder, check).Replace('\\', '/');
}
