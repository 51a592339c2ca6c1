using Replication.Core.Groups;
using Replication.Core.Policies;

namespace Replication.Core.Schedules;

/// <summary>A group as its schedule shows it.</summary>
/// <param name="Group">The group.</param>
/// <param name="Policy">Its policy.</param>
/// <param name="Decision">How it stands at the moment.</param>
/// <param name="LastJobId">Job that served it last; null when there was none yet.</param>
public sealed record ScheduledGroup(ReplicationGroup Group, ReplicationPolicy Policy, ScheduleDecision Decision, string? LastJobId);
