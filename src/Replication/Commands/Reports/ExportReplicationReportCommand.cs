using Replication.Core.Errors;
using Replication.Core.Reports;
using Replication.Core.Service;

namespace Replication.Commands.Reports;

/// <summary>Writes a report of points, achieved RPO, violations, drills and evidence to a file.</summary>
[Cmdlet(VerbsData.Export, "ReplicationReport", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(FileInfo))]
public sealed class ExportReplicationReportCommand : VMCommand
{
    private readonly List<EngineVM> _vms = [];
    private string _path = "";

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    public ReportFormat? Format { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] TrustedKey { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void OnBegin()
    {
        base.OnBegin();
        _path = FilePath(Path);
    }

    protected override async Task ProcessAsync() => _vms.AddRange(await SelectVMsAsync());

    protected override async Task EndAsync()
    {
        // A report of nothing would be taken for one that says that all is well.
        if (_vms.Count == 0) return;
        ReplicationService service = await ServiceAsync();
        await AttemptAsync(_path, async () =>
        {
            if (File.Exists(_path) && !Force)
                throw new ReplicationException("ReportFileExists", $"Report {_path}", "The file is there already.", "a new file.", "Use -Force to write it anew.");
            if (!await ShouldAsync(_path, $"Write a report of {_vms.DistinctBy(vm => vm.Id).Count()} VM(s)")) return;
            ReplicationReport report = await service.Reports.MakeAsync([.. _vms.DistinctBy(vm => vm.Id)], TrustedKey, StopToken);
            await File.WriteAllTextAsync(_path, ReportWriter.Write(report, Format ?? ReportWriter.FormatOf(_path)), StopToken);
            // As Get-Item gives it, with what the session's views of files show.
            if (PassThru) await WriteAsync(await OnPipelineAsync(() => InvokeProvider.Item.Get([_path], force: true, literalPath: true)[0]));
        });
    }
}
