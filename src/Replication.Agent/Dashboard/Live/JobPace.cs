using Replication.Agent.Dashboard.Markup;
using Replication.Core.Jobs;
using Replication.Core.Transfer;

namespace Replication.Agent.Dashboard.Live;

/// <summary>How fast a job moves, from what it has reported before.</summary>
internal sealed class JobPace
{
    /// <summary>Share of the newest report in the rate: steady enough to be read, and at a new rate within seconds.</summary>
    private const double Weight = 0.3;

    private (string Activity, DateTimeOffset At, long Position)? _last;
    private double? _rate;

    public LiveJob Report(ReplicationJob job, DateTimeOffset now)
    {
        if (job.Progress is not { } progress) return new LiveJob(job.Id, null, job.StopRequested ? "Stopping" : "Running");
        Measure(progress, now);
        return new LiveJob(job.Id, PercentOf(progress), Describe(job, progress));
    }

    public static int? PercentOf(TransferProgress progress) =>
        progress.Length > 0 ? (int)Math.Clamp(progress.Position * 100.0 / progress.Length, 0, 100) : null;

    private void Measure(TransferProgress progress, DateTimeOffset now)
    {
        if (_last is not { } last || last.Activity != progress.Activity || progress.Position < last.Position)
        {
            _rate = null;
        }
        else if (progress.Position > last.Position && now > last.At)
        {
            double newest = (progress.Position - last.Position) / (now - last.At).TotalSeconds;
            _rate = _rate is { } rate ? rate + (newest - rate) * Weight : newest;
        }
        else
        {
            return;
        }

        _last = (progress.Activity, now, progress.Position);
    }

    private string Describe(ReplicationJob job, TransferProgress progress)
    {
        var parts = new List<string> { job.StopRequested ? $"Stopping: {progress.Activity}" : progress.Activity };
        if (progress.Length > 0) parts.Add($"{Show.Size(progress.Position)} of {Show.Size(progress.Length)}");
        if (progress.BytesSent > 0) parts.Add($"{Show.Size(progress.BytesSent)} sent");
        if (_rate is > 0 and var rate)
        {
            parts.Add($"{Show.Size(rate)}/s");
            parts.Add($"{Show.Span(TimeSpan.FromSeconds(Math.Min((progress.Length - progress.Position) / rate, TimeSpan.SecondsPerDay)))} left");
        }

        return string.Join(" · ", parts);
    }
}
