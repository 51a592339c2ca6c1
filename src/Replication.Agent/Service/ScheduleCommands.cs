using System.CommandLine;
using Replication.Agent.Commands;
using Replication.Agent.Output;
using Replication.Core.Schedules;

namespace Replication.Agent.Service;

/// <summary>What is to run when, and pausing all of it.</summary>
internal static class ScheduleCommands
{
    public static IEnumerable<Command> Build()
    {
        yield return new Command("schedule", "List groups with how they stand and when they run next.").Does(ListAsync);
        yield return Pause("pause", "Begin nothing by itself any more; what runs goes on.", paused: true);
        yield return Pause("resume", "Go on after a pause; what was missed is made up for once.", paused: false);
    }

    private static async Task<int> ListAsync(CommandContext context, CancellationToken token)
    {
        IReadOnlyList<ScheduledGroup> groups = await context.Service.Schedules.ListAsync(token);
        context.Output.List(
            "groups", [.. groups.Select(group => new
            {
                Group = group.Group.Name,
                group.Policy.ReplicationFrequency,
                group.Decision.State,
                NextRun = group.Decision.State is ScheduleState.Waiting ? group.Decision.Next : (DateTimeOffset?)null,
                group.Decision.Reason,
                group.LastJobId,
            })],
            ("Group", group => group.Group), ("Every", group => Units.Duration(group.ReplicationFrequency)), ("State", group => $"{group.State}"),
            ("Next run", group => Units.Time(group.NextRun)), ("Reason", group => group.Reason ?? ""));
        return 0;
    }

    private static Command Pause(string name, string description, bool paused) => new Command(name, description).Does(async (context, token) =>
    {
        ScheduleSettings settings = await context.Service.Schedules.PauseAsync(paused, token);
        context.Output.Item(settings, ("Schedules", settings.Paused ? $"paused by {settings.ChangedBy} at {Units.Time(settings.ChangedAt)}" : "run"));
        return 0;
    });
}
