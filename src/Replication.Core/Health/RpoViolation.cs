namespace Replication.Core.Health;

/// <param name="From">When the newest point became older than the threshold, UTC.</param>
/// <param name="To">When a newer one had been accepted, or the end of the period.</param>
/// <param name="MaximumAge">Age of the newest point at its worst in the window.</param>
public sealed record RpoViolation(DateTimeOffset From, DateTimeOffset To, TimeSpan MaximumAge);
