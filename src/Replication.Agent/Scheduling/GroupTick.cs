using Quartz;

namespace Replication.Agent.Scheduling;

/// <summary>What Quartz fires. One group is looked at by one at a time; several are side by side.</summary>
[DisallowConcurrentExecution]
internal sealed class GroupTick(GroupTicks ticks) : IJob
{
    /// <summary>A run that has not ended delays the next of its group by this much at most.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>What another agent has served the last time is that one's for so long, and for up to half as much more.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        string groupId = context.JobDetail.Key.Name;
        if (context.Trigger.Key.Group != GroupTriggers.AgainGroup && ticks.IsOthers(groupId))
            await LookLaterAsync(context, Courtesy + (Courtesy * (Random.Shared.NextDouble() / 2)), cancellationToken);
        else if (await ticks.RunAsync(groupId, cancellationToken))
            await LookLaterAsync(context, Again, cancellationToken);
    }

    private static async Task LookLaterAsync(IJobExecutionContext context, TimeSpan delay, CancellationToken cancellationToken)
    {
        var key = new TriggerKey(context.JobDetail.Key.Name, GroupTriggers.AgainGroup);
        // A look that is to come stays where it is: with a frequency of a second every firing would put it off for ever.
        if (await context.Scheduler.GetTrigger(key, cancellationToken) is { } waiting && waiting.NextFireTimeUtc > context.Scheduler.TimeProvider.GetUtcNow()) return;
        ITrigger again = TriggerBuilder.Create(context.Scheduler.TimeProvider).WithIdentity(key).ForJob(context.JobDetail.Key)
            .StartAt(context.Scheduler.TimeProvider.GetUtcNow() + delay).Build();
        // The trigger that fired this look may be of that name; it is over with it.
        await context.Scheduler.ScheduleJob(again, ScheduleJobOptions.Replacing, cancellationToken);
    }
}
