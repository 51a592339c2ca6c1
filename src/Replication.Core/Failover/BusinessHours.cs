using Replication.Core.Policies;
using Replication.Core.Schedules;

namespace Replication.Core.Failover;

/// <summary>Whether a planned failover, which stops the workload for as long as it takes, comes at a time when people work (HVR-47).</summary>
internal static class BusinessHours
{
    private static readonly DailyHours Hours = new(new TimeOnly(8, 0), new TimeOnly(18, 0));

    /// <summary>Null outside of them.</summary>
    /// <param name="policy">Names the time zone of those who use the machine.</param>
    /// <param name="now">The time.</param>
    /// <param name="localTimeZone">For a policy that names none.</param>
    public static string? Hint(ReplicationPolicy policy, DateTimeOffset now, TimeZoneInfo localTimeZone)
    {
        DateTime local = policy.LocalTime(now, localTimeZone);
        if (!Hours.Contains(local, out DayOfWeek day) || day is DayOfWeek.Saturday or DayOfWeek.Sunday) return null;
        return $"It is {day} {TimeOnly.FromDateTime(local):HH:mm}{(policy.TimeZone is { } zone ? $" in {zone}" : "")}: "
            + $"a planned failover stops the workload until its replica runs, and is better done outside business hours ({Hours}, Monday to Friday).";
    }
}
