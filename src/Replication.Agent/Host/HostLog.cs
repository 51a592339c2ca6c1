using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Replication.Agent.Host;

/// <summary>
/// The host's log: a file that begins anew when it is full, with the one before it kept. Opened for each line, so that
/// anybody can read, move or remove it.
/// </summary>
internal sealed class HostLog(string path, TimeProvider time) : ILoggerProvider
{
    /// <summary>Weeks of jobs, and still read at once by any editor. Twice this is kept.</summary>
    internal const long Limit = 1 << 20;

    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new Source(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose()
    {
        // Nothing is held between two lines.
    }

    private void Write(LogLevel level, string source, string text)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd HH:mm:ss.fff}Z {level} {source}: {text}{Environment.NewLine}");
        try
        {
            lock (_gate)
            {
                if (new FileInfo(path) is { Exists: true, Length: >= Limit }) File.Move(path, $"{path}.1", overwrite: true);
                File.AppendAllText(path, line);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full disk must not end a transfer.
        }
    }

    private sealed class Source(HostLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            log.Write(logLevel, name, exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}");
        }
    }
}
