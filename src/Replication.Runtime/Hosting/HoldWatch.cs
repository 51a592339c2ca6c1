using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Core.Sites;

namespace Replication.Runtime.Hosting;

/// <summary>
/// Watches this process by a shell that reads from a pipe of it: the system closes the pipe when the process ends, however it ends. Where a note is
/// left then, the shell has the agent's program let the guests go.
/// </summary>
/// <param name="log">Told why there is no watch.</param>
public sealed partial class HoldWatch(ILogger<HoldWatch> log) : IHoldWatch
{
    /// <summary>Of `replication host`: lets the guests of a site go, given its folder.</summary>
    public const string Command = "let-go";

    private const string Shell = "/bin/sh";

    /// <summary>
    /// It keeps neither the streams of its starter nor its terminal's signals. A guest's agent may need more than one attempt to be reached; where ten do
    /// not help, the note is left for those who come later.
    /// </summary>
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' HUP INT TERM
        notes=$1
        shift
        read -r _
        set -f
        IFS='
        '
        for attempt in 1 2 3 4 5 6 7 8 9 10; do
            held=
            for note in $notes; do [ -e "$note" ] && held=1; done
            [ "$held" ] || exit 0
            "$@"
            sleep 1
        done
        """;

    public IDisposable? Begin(string site, IReadOnlyCollection<string> notes)
    {
        if (OperatingSystem.IsWindows()) return null;
        try
        {
            HostProgram program = HostProgram.Find();
            string[] command = [Shell, "-c", Script, "sh", string.Join('\n', notes), program.FileName, .. program.Arguments, "host", Command, site];
            // In a session of its own it outlives also who ends everything that its starter's terminal runs.
            if (ToolPath.Find("setsid") is { } leave) command = [leave, .. command];
            return Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, WorkingDirectory = "/" }) is { } shell ? new Watch(shell) : null;
        }
        catch (Exception error) when (error is ReplicationException or Win32Exception)
        {
            LogMissing(log, error.Message);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Guests that are held while this process is killed wait for the next command: {Reason}")]
    private static partial void LogMissing(ILogger logger, string reason);

    private sealed class Watch(Process shell) : IDisposable
    {
        public void Dispose()
        {
            shell.StandardInput.Close();
            shell.Dispose();
        }
    }
}
