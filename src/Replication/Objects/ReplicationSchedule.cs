using Replication.Core.Schedules;

namespace Replication.Objects;

/// <summary>How a group stands with its schedule.</summary>
public sealed class ReplicationSchedule
{
    internal ReplicationSchedule(ScheduledGroup group)
    {
        GroupName = group.Group.Name;
        GroupId = group.Group.Id;
        ReplicationFrequency = group.Policy.ReplicationFrequency;
        State = group.Decision.State.ToString();
        NextRun = group.Decision.State == ScheduleState.Waiting ? group.Decision.Next : null;
        Reason = group.Decision.Reason;
        LastJobId = group.LastJobId;
    }

    public string GroupName { get; }

    public string GroupId { get; }

    public TimeSpan ReplicationFrequency { get; }

    /// <summary>Waiting, Due, Running, Paused or Idle.</summary>
    public string State { get; }

    /// <summary>UTC; null unless it waits for it.</summary>
    public DateTimeOffset? NextRun { get; }

    /// <summary>Why nothing runs; null where there is no reason but the time.</summary>
    public string? Reason { get; }

    public string? LastJobId { get; }

    public override string ToString() => $"{GroupName}: {State}";
}
