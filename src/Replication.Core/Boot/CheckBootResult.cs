namespace Replication.Core.Boot;

/// <param name="PointId">Point that was checked.</param>
/// <param name="Check">What was seen.</param>
public sealed record CheckBootResult(string PointId, BootCheck Check);
