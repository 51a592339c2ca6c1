namespace Replication.Core.Sites.Remote;

/// <summary>What the machines of a site behind a server can do (docs/protocol.md).</summary>
/// <param name="CanStart">Whether machines can be started there.</param>
/// <param name="Reason">Why not.</param>
/// <param name="CapturesRunningMachines">As <see cref="SiteAbilities.CapturesRunningMachines"/>.</param>
/// <param name="TracksChanges">As <see cref="SiteAbilities.TracksChanges"/>.</param>
/// <param name="FreeBytes">Free there, where that is known.</param>
public sealed record RemoteAbilities(bool CanStart, string? Reason, bool CapturesRunningMachines, bool TracksChanges, long? FreeBytes);
