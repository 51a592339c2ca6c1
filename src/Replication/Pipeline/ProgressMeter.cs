using Replication.Core.Transfer;
using Replication.Formatting;

namespace Replication.Pipeline;

/// <summary>Makes of reports what a person wants to know, at most a few times a second: how far, how fast, how long still.</summary>
internal sealed class ProgressMeter(TimeProvider time)
{
    /// <summary>More often than this nobody can read, and every report costs the pipeline's thread time.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private string? _activity;
    private long _begun;
    private long _startPosition;
    private long? _shown;

    /// <returns>What to show now; null when it is too early for that.</returns>
    public ProgressView? Take(TransferProgress progress)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            if (progress.Activity != _activity)
            {
                _activity = progress.Activity;
                _begun = now;
                // A job that continues begins far into its work: only what is done from here on has a speed.
                _startPosition = progress.Position;
                _shown = null;
            }

            if (_shown is { } shown && time.GetElapsedTime(shown, now) < Interval) return null;
            _shown = now;
            return View(progress, time.GetElapsedTime(_begun, now).TotalSeconds);
        }
    }

    private ProgressView View(TransferProgress progress, double seconds)
    {
        int percent = progress.Length <= 0 ? 0 : (int)Math.Clamp(100.0 * progress.Position / progress.Length, 0, 100);
        double rate = seconds > 0 ? (progress.Position - _startPosition) / seconds : 0;
        int? left = rate > 0 ? (int)Math.Min(int.MaxValue, (progress.Length - progress.Position) / rate) : null;
        string speed = rate > 0 ? $"{Human.Size(rate)}/s, " : "";
        (string disk, string doing) = Split(progress.Activity);
        return new ProgressView(
            disk, $"{doing}{Human.Size(progress.Position)} of {Human.Size(progress.Length)}, {speed}read {Human.Size(progress.BytesRead)}, sent {Human.Size(progress.BytesSent)}",
            percent, left);
    }

    /// <summary>"disk0: sending" says which disk and what is done with it.</summary>
    private static (string Disk, string Doing) Split(string activity) => activity.Split(": ", 2) is [var disk, var doing] ? (disk, $"{doing}: ") : (activity, "");
}
