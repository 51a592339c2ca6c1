using System.Runtime.InteropServices;

namespace Replication.Core.Platform;

/// <summary>
/// The session of the terminal that a process was started from. A process in a session of its own gets neither the
/// Ctrl+C of that terminal nor the hang-up when it is closed.
/// </summary>
public static partial class TerminalSession
{
    /// <summary>Whether this process has begun the session that it is in, as services do and what has left its terminal; never on Windows.</summary>
    public static bool IsOwn => !OperatingSystem.IsWindows() && GetSid(0) == Environment.ProcessId;

    public static void Leave()
    {
        // Windows has no sessions of this kind: there it is the console that is another one from the start. A process that leads
        // a group already is refused, and needs nothing.
        if (!OperatingSystem.IsWindows()) _ = SetSid();
    }

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "getsid")]
    private static partial int GetSid(int process);
}
