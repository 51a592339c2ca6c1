using Quartz;
using Replication.Core.Schedules;

namespace Replication.Agent.Scheduling;

/// <summary>
/// Keeps Quartz's triggers as the catalog says: one per group, at the instants of its grid. A group that may be due at the time of deriving, because it changed or
/// a firing got lost with a jump of the clock, is fired at once.
/// </summary>
internal sealed class GroupTriggers(IScheduler scheduler, GroupTicks ticks, TimeProvider time)
{
    /// <summary>Second looks, soon after one that found a run before still running.</summary>
    public const string AgainGroup = "again";

    private readonly Dictionary<string, TimeSpan> _derived = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _derivedAt = new(StringComparer.Ordinal);

    /// <summary>A firing that is this late is lost.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    /// <param name="groups">All that there are.</param>
    /// <param name="due">Ids of those that are due whatever is known of them here.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task DeriveAsync(IReadOnlyList<SurveyedGroup> groups, IReadOnlySet<string> due, CancellationToken cancellationToken)
    {
        HashSet<string> present = [.. groups.Select(group => group.Id)];
        foreach (string gone in _derived.Keys.Where(id => !present.Contains(id)).ToList())
        {
            await scheduler.DeleteJob(new JobKey(gone), cancellationToken);
            _derived.Remove(gone);
            _derivedAt.Remove(gone);
        }

        DateTimeOffset now = time.GetUtcNow();
        foreach (SurveyedGroup group in groups)
        {
            bool known = _derived.TryGetValue(group.Id, out TimeSpan frequency);
            if (!known || frequency != group.Frequency) await ScheduleAsync(group.Id, group.Frequency, cancellationToken);
            if (group.Changed || due.Contains(group.Id) || (known && IsLost(group, now))) await scheduler.TriggerJob(new JobKey(group.Id), cancellationToken: cancellationToken);
        }
    }

    /// <summary>Whether an instant of its grid has passed without a look, or the clock went back behind the last one: its triggers then wait for a time that was.</summary>
    private bool IsLost(SurveyedGroup group, DateTimeOffset now)
    {
        DateTimeOffset last = ReplicationGrid.Of(group.Id, group.Frequency).Last(now);
        DateTimeOffset? looked = ticks.LookedAt(group.Id);
        if (looked > now + Late)
        {
            // Derived anew, by the clock as it is.
            _derived.Remove(group.Id);
            return true;
        }

        return now - last > Late && (looked is null ? _derivedAt.GetValueOrDefault(group.Id) < last : looked < last);
    }

    private async Task ScheduleAsync(string groupId, TimeSpan frequency, CancellationToken cancellationToken)
    {
        var key = new JobKey(groupId);
        IJobDetail job = JobBuilder.Create<GroupTick>().WithIdentity(key).Build();
        ITrigger trigger = TriggerBuilder.Create(time).WithIdentity(groupId).ForJob(key)
            .StartAt(ReplicationGrid.Of(groupId, frequency).Next(time.GetUtcNow()))
            .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(frequency).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount))
            .Build();
        await scheduler.ScheduleJob(job, [trigger], ScheduleJobOptions.Replacing, cancellationToken);
        _derived[groupId] = frequency;
        _derivedAt[groupId] = time.GetUtcNow();
    }
}
