namespace Replication.Hypervisors.Qemu.Monitor;

internal enum QmpState
{
    /// <summary>Nothing may be sent before the greeting.</summary>
    AwaitingGreeting,

    /// <summary>qmp_capabilities is on its way.</summary>
    Negotiating,

    Ready,
}
