namespace Replication.Core.Health;

/// <summary>Cycles of replication in a period.</summary>
/// <param name="Successful">Whose change was at the destination within one interval of its capture.</param>
/// <param name="Missed">Whose change was not.</param>
public readonly record struct CycleCount(long Successful, long Missed)
{
    public long Total => Successful + Missed;

    public static CycleCount operator +(CycleCount one, CycleCount other) => new(one.Successful + other.Successful, one.Missed + other.Missed);
}

/// <param name="Hour">Start of the hour, UTC.</param>
/// <param name="Count">Cycles that ended in it.</param>
public sealed record CycleHour(DateTimeOffset Hour, CycleCount Count);
