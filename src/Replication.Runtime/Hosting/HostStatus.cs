namespace Replication.Runtime.Hosting;

/// <param name="ProcessId">Of the host.</param>
/// <param name="Version">Of its program.</param>
/// <param name="Since">When it began, UTC.</param>
/// <param name="Job">What it runs at the moment; null when nothing.</param>
/// <param name="Mounts">Mounted points that it serves.</param>
public sealed record HostStatus(int ProcessId, string Version, DateTimeOffset Since, HostJob? Job = null, int Mounts = 0);
