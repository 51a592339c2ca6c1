using System.Runtime.InteropServices;

namespace Replication.Agent.Tests;

/// <summary>Signals of POSIX systems, to single processes.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>As Linux numbers them.</summary>
    public const int Continue = 18;
    public const int Stop = 19;

    /// <returns>0 when it was sent.</returns>
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Send(int process, int signal);
}
