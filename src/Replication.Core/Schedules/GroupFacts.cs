using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Policies;

namespace Replication.Core.Schedules;

/// <summary>What the schedule of a group is decided from.</summary>
/// <param name="Group">The group.</param>
/// <param name="Policy">Its policy.</param>
/// <param name="Vms">Its VMs.</param>
/// <param name="Schedule">How far it has come; null when it was never looked at.</param>
/// <param name="Jobs">Jobs that are queued, run or can be continued, of its VMs at least.</param>
/// <param name="Paused">Whether schedules are paused altogether.</param>
public sealed record GroupFacts(
    ReplicationGroup Group, ReplicationPolicy Policy, IReadOnlyList<ReplicatedVM> Vms, GroupSchedule? Schedule, IReadOnlyList<ReplicationJob> Jobs, bool Paused);
