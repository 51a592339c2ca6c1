namespace Replication.Core.Health;

/// <param name="At">UTC.</param>
/// <param name="Before">Age of what could be recovered until then; null when there was nothing.</param>
/// <param name="Age">Its age from then on.</param>
public sealed record RpoSample(DateTimeOffset At, TimeSpan? Before, TimeSpan Age);
