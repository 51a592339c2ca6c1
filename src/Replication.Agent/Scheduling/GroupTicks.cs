using Microsoft.Extensions.Logging;
using Replication.Core.Errors;
using Replication.Core.Schedules;
using Replication.Core.Service;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Scheduling;

/// <summary>Looks at one group: what it is due for is submitted, and the host told.</summary>
internal sealed partial class GroupTicks(ScheduleCatalog schedules, WorkspaceHost host, ILogger<GroupTicks> log)
{
    /// <returns>Whether to look again soon, because a run before has not ended.</returns>
    public async Task<bool> RunAsync(string groupId, CancellationToken cancellationToken)
    {
        try
        {
            ScheduleDecision? decision = await schedules.RunAsync(groupId, cancellationToken);
            if (decision?.State == ScheduleState.Due) await host.PingAsync(cancellationToken);
            return decision?.State == ScheduleState.Running;
        }
        catch (Exception error) when (error is ReplicationException or IOException)
        {
            // The group is as due at the next look as it is now.
            LogTrouble(groupId, error);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Group {Group} could not be looked at.")]
    private partial void LogTrouble(string group, Exception error);
}
