using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Replication.Agent.Service;
using Replication.Core.Schedules;
using Replication.Core.Service;
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
        ScheduleCatalog schedules = context.Service.Schedules;
        var ticks = new GroupTicks(schedules, new WorkspaceHost(context.Workspace.Folder), context.Time, context.Loggers.CreateLogger<GroupTicks>());
        await using QuartzScheduler scheduler = await QuartzScheduler.CreateAsync(context.Time, context.Loggers, services => services.AddSingleton(ticks), cancellationToken);
        var triggers = new GroupTriggers(scheduler.Scheduler, ticks, context.Time);
        await scheduler.Scheduler.Start(cancellationToken);
        ScheduleSurvey survey = schedules.CreateSurvey();
        // What became due while there was no agent; from here on it is enough to look at what changes.
        IReadOnlyList<SurveyedGroup> groups = await survey.LookAsync(cancellationToken);
        HashSet<string> due =
        [
            .. (await schedules.ListAsync(cancellationToken)).Where(group => group.Decision.State == ScheduleState.Due || group.Decision.Begins).Select(group => group.Group.Id),
        ];
        while (true)
        {
            await triggers.DeriveAsync(groups, due, cancellationToken);
            due = [];
            await Task.Delay(SurveyInterval, context.Time, cancellationToken);
            groups = await survey.LookAsync(cancellationToken);
        }
    }
}
