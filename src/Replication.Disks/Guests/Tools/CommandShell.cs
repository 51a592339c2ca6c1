using System.Diagnostics;
using System.Text;
using Replication.Core.Errors;

namespace Replication.Disks.Guests;

/// <summary>
/// A program that takes commands line by line (sh, guestfish). Each command is followed by one that prints a marker, up to
/// which everything is its answer; errors come on the same pipe and so in order. The program ends when its input does,
/// hence also when this process is killed.
/// </summary>
internal sealed class CommandShell : IAsyncDisposable
{
    /// <summary>An answer is names and numbers, never content; a guest with an endless folder gets no further.</summary>
    private const int MaxAnswerCharacters = 16 << 20;

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly string _marker = $"--{Guid.NewGuid():N}--";

    /// <param name="start">The program; its error output must already go into its output.</param>
    /// <param name="time">Clock of the time limits.</param>
    public CommandShell(ProcessStartInfo start, TimeProvider time)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.StandardInputEncoding = new UTF8Encoding(false);
        start.StandardOutputEncoding = new UTF8Encoding(false);
        _time = time;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} was not started.");
    }

    public int ProcessId => _process.Id;

    /// <summary>Runs one command and returns the lines it printed.</summary>
    /// <exception cref="ReplicationException">GuestToolFailed: the program ended, or did not answer in time and was ended.</exception>
    public async ValueTask<IReadOnlyList<string>> RunAsync(string command, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var lines = new List<string>();
        try
        {
            await _process.StandardInput.WriteAsync($"{command}\necho {_marker}\n".AsMemory(), either.Token);
            await _process.StandardInput.FlushAsync(either.Token);
            long characters = 0;
            while (await _process.StandardOutput.ReadLineAsync(either.Token) is { } line)
            {
                if (line == _marker) return lines;
                characters += line.Length;
                if (characters > MaxAnswerCharacters) break;
                lines.Add(line);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _process.Kill(entireProcessTree: true);
            throw Failed($"no answer within {limit.TotalSeconds:0} s");
        }
        catch (IOException e)
        {
            throw Failed($"it ended: {e.Message}");
        }

        throw Failed(lines.Count == 0 ? "it ended" : $"it ended: {lines[^1]}");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended by itself with a command half written.
        }

        using var timer = new CancellationTokenSource(EndLimit, _time);
        try
        {
            // What it still says must be taken from it, else it waits for that.
            while (await _process.StandardOutput.ReadLineAsync(timer.Token) is not null) { }
            await _process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private ReplicationException Failed(string what) =>
        new("GuestToolFailed", Path.GetFileName(_process.StartInfo.FileName), $"The program that reads the disks failed: {what}.");
}
