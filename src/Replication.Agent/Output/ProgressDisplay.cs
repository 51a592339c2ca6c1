using Replication.Core.Transfer;

namespace Replication.Agent.Output;

/// <summary>
/// Progress of a job: a bar with rate and time left on a terminal, a plain line every few seconds elsewhere. Goes to
/// standard error, so that standard output stays what the command has to say.
/// </summary>
internal sealed class ProgressDisplay : IProgress<TransferProgress>, IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan OnPipe = TimeSpan.FromSeconds(5);

    private readonly Action<string>? _write;
    private readonly bool _terminal;
    private readonly string _title;
    private readonly Lock _lock = new();
    private string _activity = "";
    private long _started;
    private long _shown;
    private int _shownLength;

    private ProgressDisplay(Action<string>? write, bool terminal, string title)
    {
        _write = write;
        _terminal = terminal;
        _title = title;
        _shown = TimeProvider.System.GetTimestamp();
    }

    public static ProgressDisplay Silent() => new(null, false, "");

    public static ProgressDisplay ToStandardError(string title) => new(Console.Error.Write, !Console.IsErrorRedirected, title);

    public void Report(TransferProgress value)
    {
        if (_write is null) return;
        lock (_lock)
        {
            long now = TimeProvider.System.GetTimestamp();
            if (value.Activity != _activity)
            {
                _activity = value.Activity;
                _started = now;
            }

            if (TimeProvider.System.GetElapsedTime(_shown, now) < (_terminal ? OnTerminal : OnPipe)) return;
            _shown = now;
            Show(value, TimeProvider.System.GetElapsedTime(_started, now));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_terminal && _shownLength > 0) _write?.Invoke("\r" + new string(' ', _shownLength) + "\r");
            _shownLength = 0;
        }
    }

    private void Show(TransferProgress value, TimeSpan elapsed)
    {
        double fraction = value.Length == 0 ? 1 : (double)value.Position / value.Length;
        double rate = elapsed.TotalSeconds < 0.05 ? 0 : value.Position / elapsed.TotalSeconds;
        string left = rate > 0 ? $", {Units.Duration(TimeSpan.FromSeconds((value.Length - value.Position) / rate))} left" : "";
        string text = $"{_title}: {value.Activity} {fraction,4:P0} at {Units.Size(rate)}/s{left}; read {Units.Size(value.BytesRead)}, sent {Units.Size(value.BytesSent)}";
        if (!_terminal)
        {
            _write!(text + Environment.NewLine);
            return;
        }

        int filled = (int)(fraction * BarWidth);
        text = $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {text}";
        int width = Math.Max(20, Console.WindowWidth - 1);
        if (text.Length > width) text = text[..width];
        _write!("\r" + text.PadRight(_shownLength));
        _shownLength = text.Length;
    }
}
