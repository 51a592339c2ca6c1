using Quartz;
using Replication.Core.Schedules;

namespace Replication.Agent.Scheduling;

/// <summary>
/// Keeps Quartz's triggers as the catalog says: one per group, at the instants of its grid. A group that is due at the time of deriving, because it is
/// new, was resumed, or a firing got lost with a jump of the clock, is fired at once.
/// </summary>
internal sealed class GroupTriggers(IScheduler scheduler, TimeProvider time)
{
    /// <summary>Second looks, soon after one that found a run before still running.</summary>
    public const string AgainGroup = "again";

    private readonly Dictionary<string, TimeSpan> _derived = new(StringComparer.Ordinal);

    public async Task DeriveAsync(IReadOnlyList<ScheduledGroup> groups, CancellationToken cancellationToken)
    {
        HashSet<string> present = [.. groups.Select(group => group.Group.Id)];
        foreach (string gone in _derived.Keys.Where(id => !present.Contains(id)).ToList())
        {
            await scheduler.DeleteJob(new JobKey(gone), cancellationToken);
            _derived.Remove(gone);
        }

        foreach (ScheduledGroup group in groups)
        {
            TimeSpan frequency = group.Policy.ReplicationFrequency;
            if (!_derived.TryGetValue(group.Group.Id, out TimeSpan known) || known != frequency) await ScheduleAsync(group.Group.Id, frequency, cancellationToken);
            if (group.Decision.State == ScheduleState.Due || group.Decision.Begins) await scheduler.TriggerJob(new JobKey(group.Group.Id), cancellationToken: cancellationToken);
        }
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
    }
}
