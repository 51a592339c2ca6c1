using Replication.Core.Transfer;

namespace Replication.Pipeline;

/// <summary>Reports of a job as PowerShell's progress: one bar for the job and one below it for the disk at hand.</summary>
internal sealed class ProgressRelay : IProgress<TransferProgress>, IDisposable
{
    private const int JobBar = 1;
    private const int DiskBar = 2;

    private readonly ProgressMeter _meter = new(TimeProvider.System);
    private readonly Action<Action> _post;
    private readonly Cmdlet _cmdlet;
    private readonly string _activity;

    /// <param name="post">Hands something to the pipeline's thread.</param>
    /// <param name="cmdlet">Whose progress it is.</param>
    /// <param name="activity">What the job does.</param>
    public ProgressRelay(Action<Action> post, Cmdlet cmdlet, string activity)
    {
        _post = post;
        _cmdlet = cmdlet;
        _activity = activity;
    }

    public void Report(TransferProgress value)
    {
        if (_meter.Take(value) is { } view) _post(() => Show(view));
    }

    public void Dispose() => _post(() =>
    {
        _cmdlet.WriteProgress(new ProgressRecord(DiskBar, _activity, "Done") { ParentActivityId = JobBar, RecordType = ProgressRecordType.Completed });
        _cmdlet.WriteProgress(new ProgressRecord(JobBar, _activity, "Done") { RecordType = ProgressRecordType.Completed });
    });

    private void Show(ProgressView view)
    {
        _cmdlet.WriteProgress(new ProgressRecord(JobBar, _activity, view.Item) { PercentComplete = -1 });
        _cmdlet.WriteProgress(new ProgressRecord(DiskBar, view.Item, view.Status)
        {
            ParentActivityId = JobBar,
            PercentComplete = view.Percent,
            SecondsRemaining = view.SecondsLeft ?? -1,
        });
    }
}
