using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Replication.Core.Boot;
using Replication.Core.Errors;
using Replication.Hypervisors.Qemu.Agent;
using Replication.Hypervisors.Qemu.Monitor;
using Replication.Hypervisors.Qemu.Running;

namespace Replication.Hypervisors.Qemu.Boot;

/// <summary>Watches a machine from its start until everything that a probe asks for has been seen.</summary>
internal sealed class BootObserver(RunRecord run, string console, BootProbe probe, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    /// <summary>A guest that is emulated on a busy host and still booting needs seconds to answer.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);

    /// <summary>A guest that fills its console must not fill the memory.</summary>
    private const int ConsoleBytes = 1 << 20;

    private const int TailLines = 40;
    private const int TailLength = 4096;

    private readonly Regex? _pattern = probe.ConsolePattern is { } pattern ? new Regex(pattern, RegexOptions.Multiline, PatternLimit) : null;
    private bool _agentSeen = !probe.Agent;
    private bool _textSeen = probe.ConsolePattern is null;
    private bool _portSeen = probe.TcpPort is null;

    /// <param name="screenshot">PNG file for the picture of the screen.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<BootObservation> WatchAsync(string screenshot, CancellationToken cancellationToken)
    {
        await using var port = probe.TcpPort is { } guestPort ? new PortProbe(run.Forwards.First(forward => forward.GuestPort == guestPort)) : null;
        string? failure = null;
        while (true)
        {
            bool running = run.Process!.IsRunning;
            await LookAsync(port, cancellationToken);
            if (_agentSeen && _textSeen && _portSeen) break;
            TimeSpan elapsed = time.GetUtcNow() - run.Started;
            failure = !running ? $"It ended by itself after {elapsed.TotalSeconds:0.0} s, before {Missing()} was seen."
                : elapsed >= probe.Limit ? $"{Missing()} was not seen within {probe.Limit.TotalSeconds:0} s."
                : null;
            if (failure is not null) break;
            await Task.Delay(Pause, time, cancellationToken);
        }

        TimeSpan bootTime = time.GetUtcNow() - run.Started;
        bool pictured = await TakePictureAsync(screenshot, cancellationToken);
        return new BootObservation(failure is null, failure, bootTime, Tail(await ReadConsoleAsync(cancellationToken)), pictured ? screenshot : null);
    }

    /// <summary>Each is looked for until it has been seen once.</summary>
    private async Task LookAsync(PortProbe? port, CancellationToken cancellationToken)
    {
        if (!_textSeen) _textSeen = await MatchesAsync(cancellationToken);
        if (!_agentSeen) _agentSeen = await AnswersAsync(cancellationToken);
        if (_portSeen) return;
        try
        {
            await using QmpClient monitor = await QmpClient.ConnectAsync(run.Socket(RunSockets.Power), AnswerLimit, time, cancellationToken);
            _portSeen = await port!.IsOpenAsync(monitor, cancellationToken);
        }
        catch (ReplicationException)
        {
            // The machine is ending; the loop sees that.
        }
    }

    private async Task<bool> MatchesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _pattern!.IsMatch(await ReadConsoleAsync(cancellationToken));
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new ReplicationException(
                "BootProbeInvalid", "Boot check", $"'{probe.ConsolePattern}' takes too long to match.", "a simpler regular expression.", inner: error);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using GuestAgent agent = await GuestAgent.ConnectAsync(run.Socket(RunSockets.Agent), AnswerLimit, time, cancellationToken);
            return true;
        }
        catch (ReplicationException)
        {
            return false;
        }
    }

    private async Task<bool> TakePictureAsync(string file, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            await using QmpClient monitor = await QmpClient.ConnectAsync(run.Socket(RunSockets.Power), AnswerLimit, time, cancellationToken);
            await monitor.ExecuteAsync("screendump", new JsonObject { ["filename"] = file, ["format"] = "png" }, cancellationToken: cancellationToken);
            return true;
        }
        catch (ReplicationException)
        {
            // A machine that has ended has no screen any more; one older than QEMU 7.1 cannot write PNG. The check does not depend on it.
            File.Delete(file);
            return false;
        }
    }

    /// <summary>The end of what was written. Consoles are ASCII or UTF-8; what is neither shows as a question mark.</summary>
    private async Task<string> ReadConsoleAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(console)) return "";
        await using var stream = new FileStream(console, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length > ConsoleBytes) stream.Position = stream.Length - ConsoleBytes;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Without what moves the cursor or colours text on a terminal.</summary>
    private static string Tail(string text)
    {
        string plain = Regex.Replace(text, "\u001b\\[[0-9;?=]*[A-Za-z]", "", RegexOptions.None, PatternLimit);
        plain = string.Concat(plain.Where(c => c == '\n' || !char.IsControl(c)));
        string tail = string.Join('\n', plain.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).TakeLast(TailLines));
        return tail.Length <= TailLength ? tail : tail[^TailLength..];
    }

    private string Missing() => string.Join(" and ", new[]
    {
        _textSeen ? null : $"the text '{probe.ConsolePattern}'",
        _portSeen ? null : $"TCP port {probe.TcpPort}",
        _agentSeen ? null : "the guest agent",
    }.OfType<string>());
}
