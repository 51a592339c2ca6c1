namespace Replication.Hypervisors.Live;

/// <summary>Where a running machine is reached.</summary>
/// <param name="Monitor">Socket of QEMU's monitor (QMP).</param>
/// <param name="Agent">Socket of the guest agent; null when the machine has none.</param>
internal sealed record LiveSockets(string Monitor, string? Agent);
