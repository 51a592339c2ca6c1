using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.States;

namespace Replication.Core.Schedules;

/// <summary>
/// Whether a group is due, and for what. All of a schedule is decided here, from what the catalog says and the time alone, so it does not matter how often,
/// when and by how many it is asked.
/// </summary>
public static class ScheduleRules
{
    /// <param name="facts">Of the group.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="localTimeZone">For policies that name none.</param>
    public static ScheduleDecision Decide(GroupFacts facts, DateTimeOffset now, TimeZoneInfo localTimeZone)
    {
        ReplicationGrid grid = ReplicationGrid.Of(facts.Group.Id, facts.Policy.ReplicationFrequency);
        // A group that is new to the schedule begins with its next instant, and one whose clock was set back with the next that the clock shows.
        bool begins = facts.Schedule is null || grid.IsAhead(facts.Schedule.LastTick, now);
        DateTimeOffset served = begins ? grid.Last(now) : facts.Schedule!.LastTick;
        DateTimeOffset? due = grid.Due(served, now);
        var decision = new ScheduleDecision(due is null ? ScheduleState.Waiting : ScheduleState.Due, due ?? served, NextAfter(grid, served, due, now)) { Begins = begins };
        if (facts.Paused) return decision with { State = ScheduleState.Paused, Reason = "All schedules are paused." };
        ScheduleDecision work = decision with
        {
            Replicate = [.. facts.Vms.Where(vm => vm.ReplicationState == ReplicationState.Replicating)],
            Resynchronize = facts.Policy.MayResynchronize(now, localTimeZone)
                ? [.. facts.Vms.Where(vm => vm.ReplicationState == ReplicationState.WaitingForStartResynchronize)]
                : [],
            ContinueJobIds = [.. Broken(facts, now, localTimeZone)],
        };
        if (work.Replicate.Count + work.Resynchronize.Count + work.ContinueJobIds.Count == 0)
            return decision with { State = ScheduleState.Idle, Reason = Describe(facts) };
        if (due is null) return decision;
        HashSet<string> concerned = [.. work.Replicate.Concat(work.Resynchronize).Select(vm => vm.Id)];
        ReplicationJob? running = facts.Jobs.FirstOrDefault(job => IsInTheWay(job) && job.VmIds.Any(concerned.Contains));
        return running is null ? work : decision with { State = ScheduleState.Running, Reason = $"{running.Verb} {running.TargetName} has not ended (job {running.Id})." };
    }

    /// <summary>Whether there is anything to be decided: whoever looks before an instant has come, or after another has served it, needs to read no further.</summary>
    /// <returns>The decision to wait; null when everything has to be looked at.</returns>
    internal static ScheduleDecision? Wait(string groupId, TimeSpan frequency, GroupSchedule? schedule, DateTimeOffset now)
    {
        ReplicationGrid grid = ReplicationGrid.Of(groupId, frequency);
        if (schedule is not { LastTick: var served } || grid.IsAhead(served, now) || grid.Due(served, now) is not null) return null;
        return new ScheduleDecision(ScheduleState.Waiting, served, NextAfter(grid, served, due: null, now));
    }

    private static DateTimeOffset NextAfter(ReplicationGrid grid, DateTimeOffset served, DateTimeOffset? due, DateTimeOffset now)
    {
        if (due is not null) return grid.Next(now);
        // The clock was corrected a little: what has been served is not served again.
        return served > now ? served + grid.Interval : grid.Next(now);
    }

    /// <summary>A run of the schedule that waits for its turn counts as one that runs; what others have queued takes its own turn.</summary>
    private static bool IsInTheWay(ReplicationJob job) => job.JobState == JobState.Running || (job.JobState == JobState.Queued && job.ScheduledFor is not null);

    /// <summary>Nobody but the same job goes on where these states have come to. What a person stopped is not begun by itself.</summary>
    private static IEnumerable<string> Broken(GroupFacts facts, DateTimeOffset now, TimeZoneInfo localTimeZone)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ReplicatedVM vm in facts.Vms)
        {
            string? verb = vm.ReplicationState switch
            {
                ReplicationState.InitialReplicationInProgress => nameof(ReplicationVerb.Replicate),
                ReplicationState.Resynchronizing when facts.Policy.MayResynchronize(now, localTimeZone) => nameof(ReplicationVerb.Resynchronize),
                _ => null,
            };
            // A job of several VMs is one to continue, once.
            if (facts.Jobs.LastOrDefault(job => job.Verb == verb && job.VmIds.Contains(vm.Id)) is { JobState: JobState.Failed, CanContinue: true } job && seen.Add(job.Id))
                yield return job.Id;
        }
    }

    private static string Describe(GroupFacts facts) => facts.Vms.Count == 0
        ? "It has no VMs."
        : string.Join(" ", facts.Vms.GroupBy(vm => vm.ReplicationState).Select(of => $"{of.Key}: {string.Join(", ", of.Select(vm => vm.Name))}.{NextStep(of.Key)}"));

    /// <summary>What a person does about a state that no schedule ends.</summary>
    private static string NextStep(ReplicationState state) => state switch
    {
        ReplicationState.ReadyForInitialReplication =>
            " Start the first replication: 'replication start' or Start-VMReplication; the schedule goes on from there.",
        ReplicationState.Suspended => " Resume it: 'replication resume' or Resume-ReplicatedVM.",
        _ => "",
    };
}
