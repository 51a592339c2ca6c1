namespace Replication.Hypervisors.Qemu.Running;

/// <summary>
/// Names of a running machine's sockets. QEMU serves one connection per monitor, so whoever keeps one open for long has a monitor of his own and
/// never stands in the way of a stop.
/// </summary>
public static class RunSockets
{
    /// <summary>Monitor for the short conversations of start, stop and shutdown.</summary>
    public const string Power = "qmp";

    /// <summary>Monitor for captures, which stay connected while they read.</summary>
    public const string Capture = "qmp-capture";

    /// <summary>The guest agent's port.</summary>
    public const string Agent = "agent";

    /// <summary>For the NBD server of a capture.</summary>
    public const string Exports = "nbd";

    internal static IReadOnlyList<string> Monitors { get; } = [Power, Capture];

    internal static IReadOnlyList<string> All { get; } = [Power, Capture, Agent, Exports];

    internal static string Longest { get; } = All.MaxBy(name => name.Length)!;
}
