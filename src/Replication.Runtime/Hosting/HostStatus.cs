namespace Replication.Runtime.Hosting;

/// <param name="ProcessId">Of the host.</param>
/// <param name="Version">Of its program.</param>
/// <param name="Since">When it began, UTC.</param>
/// <param name="Job">The oldest of the jobs that it runs at the moment; null when none.</param>
/// <param name="Mounts">Mounted points that it serves.</param>
/// <param name="Jobs">What it runs at the moment; null from a host that runs one at a time.</param>
/// <param name="Parts">What it does as the workspace's agent; null where it is the host alone, which ends when there is nothing to do.</param>
/// <param name="Pool">Whose jobs it runs beside those of no pool; null for none.</param>
public sealed record HostStatus(
    int ProcessId, string Version, DateTimeOffset Since, HostJob? Job = null, int Mounts = 0, IReadOnlyList<HostJob>? Jobs = null, IReadOnlyList<HostPart>? Parts = null,
    string? Pool = null);
