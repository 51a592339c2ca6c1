namespace Replication.Core.Alerts;

/// <summary>When a change of health is told.</summary>
public sealed record AlertTiming
{
    /// <summary>A state that is worse has to last so long before it is told: one late point wakes nobody.</summary>
    public TimeSpan WorseAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>One that is better has to last so long: trouble that comes and goes is told once.</summary>
    public TimeSpan BetterAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What lasts is told again after so long.</summary>
    public TimeSpan Reminder { get; init; } = TimeSpan.FromHours(4);
}
