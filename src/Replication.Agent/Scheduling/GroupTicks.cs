using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Replication.Core.Errors;
using Replication.Core.Schedules;
using Replication.Core.Service;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Scheduling;

/// <summary>
/// Looks at one group: what it is due for is submitted, and the host told. Of several agents the one that served a group last looks first, and the others a moment
/// later: they find it served, or serve it in the place of one that is gone, and do not all reach for it in the same instant.
/// </summary>
internal sealed partial class GroupTicks(ScheduleCatalog schedules, WorkspaceHost host, TimeProvider time, ILogger<GroupTicks> log)
{
    /// <summary>An instant that was served so short a time ago was served for the same firing as this one.</summary>
    private static readonly TimeSpan SameInstant = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, bool> _others = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _looked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _served = new(StringComparer.Ordinal);

    /// <summary>Whether another agent has served it the last time.</summary>
    public bool IsOthers(string groupId) => _others.ContainsKey(groupId);

    /// <summary>When it was looked at last, by the clock of that time; null when it was not.</summary>
    public DateTimeOffset? LookedAt(string groupId) => _looked.TryGetValue(groupId, out DateTimeOffset at) ? at : null;

    /// <returns>Whether to look again soon, because a run before has not ended.</returns>
    public async Task<bool> RunAsync(string groupId, CancellationToken cancellationToken)
    {
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            ScheduleDecision? decision = await schedules.RunAsync(groupId, cancellationToken);
            _looked[groupId] = now;
            if (decision is null) return false;
            if (decision.Served)
            {
                _served[groupId] = decision.Tick;
                _others.TryRemove(groupId, out _);
            }
            else if (decision.State == ScheduleState.Waiting && decision.Tick <= now && now - decision.Tick < SameInstant && _served.GetValueOrDefault(groupId) != decision.Tick)
            {
                _others[groupId] = true;
            }

            if (decision.State == ScheduleState.Due) await host.PingAsync(cancellationToken);
            return decision.State == ScheduleState.Running;
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
