using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Replication.Agent.Service;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Scheduling;

/// <summary>
/// Has every group looked at when its schedule says so. What is due, and whether, is decided by the engine (ScheduleRules) from the catalog; Quartz only wakes, so
/// a firing too many or too few changes nothing but the second at which a run begins.
/// </summary>
internal sealed class SchedulePart : IAgentPart
{
    /// <summary>How soon a group that is made, changed or resumed is noticed, and a firing that was lost is made up for.</summary>
    private static readonly TimeSpan SurveyInterval = TimeSpan.FromSeconds(10);

    public string Name => "schedule";

    public async Task RunAsync(AgentContext context, CancellationToken cancellationToken)
    {
        var ticks = new GroupTicks(context.Service.Schedules, new WorkspaceHost(context.Workspace.Folder), context.Loggers.CreateLogger<GroupTicks>());
        await using QuartzScheduler scheduler = await QuartzScheduler.CreateAsync(context.Time, context.Loggers, services => services.AddSingleton(ticks), cancellationToken);
        var triggers = new GroupTriggers(scheduler.Scheduler, context.Time);
        await scheduler.Scheduler.Start(cancellationToken);
        while (true)
        {
            await triggers.DeriveAsync(await context.Service.Schedules.ListAsync(cancellationToken), cancellationToken);
            await Task.Delay(SurveyInterval, context.Time, cancellationToken);
        }
    }
}
