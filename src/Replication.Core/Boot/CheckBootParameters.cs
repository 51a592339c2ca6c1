namespace Replication.Core.Boot;

/// <param name="PointId">Point to check; null for the newest.</param>
/// <param name="Probe">What to wait for.</param>
public sealed record CheckBootParameters(string? PointId, BootProbe Probe);
