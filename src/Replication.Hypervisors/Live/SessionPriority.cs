using System.Globalization;
using Replication.Core.Platform;

namespace Replication.Hypervisors.Live;

/// <summary>
/// Lets guests have the processors first while they are captured. Linux shares processors between sessions (sched(7), "The autogroup feature"), and a guest
/// that has used little waits a whole slice of milliseconds when a capture in another session has just begun one; a session of lower priority does not make it wait.
/// Only a session that is ours alone is lowered, that of an agent or a host, never that of somebody's terminal; guests lead sessions of their own.
/// </summary>
/// <param name="file">Where the kernel takes the nice value of a session.</param>
internal sealed class SessionPriority(string file)
{
    private const string KernelFile = "/proc/self/autogroup";
    private const int Lowered = 10;
    private const int Usual = 0;

    /// <summary>The kernel takes one value in a tenth of a second from all who are not root.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private const int MaximumAttempts = 40;

    private readonly Lock _writing = new();
    private int _captures;

    /// <summary>Of this process; null where its session is not its own or cannot be lowered.</summary>
    public static SessionPriority? Own { get; } = OperatingSystem.IsLinux() && TerminalSession.IsOwn && File.Exists(KernelFile) ? new(KernelFile) : null;

    /// <summary>Lowers it until as many captures have ended as began.</summary>
    public void BeginCapture()
    {
        lock (_writing)
        {
            if (_captures++ == 0) TryWrite(Lowered);
        }
    }

    /// <returns>Ends when the priority is the usual one again, or another capture has begun.</returns>
    public async Task EndCaptureAsync()
    {
        lock (_writing)
        {
            if (--_captures > 0 || TryWrite(Usual)) return;
        }

        for (int attempt = 1; attempt < MaximumAttempts; attempt++)
        {
            await Task.Delay(Pause);
            lock (_writing)
            {
                if (_captures > 0 || TryWrite(Usual)) return;
            }
        }
    }

    private bool TryWrite(int nice)
    {
        try
        {
            File.WriteAllText(file, nice.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A kernel without the feature, or one that was told too often in a moment: captures go on as they are.
            return false;
        }
    }
}
