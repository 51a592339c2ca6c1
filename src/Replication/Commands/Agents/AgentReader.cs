using Replication.Core.Schedules;
using Replication.Core.Service;
using Replication.Objects;
using Replication.Runtime;
using Replication.Runtime.Hosting;

namespace Replication.Commands.Agents;

/// <summary>Puts together what is known of a workspace's agent: the process tells about itself, the catalog about the schedule.</summary>
internal static class AgentReader
{
    /// <param name="folder">Of the workspace.</param>
    /// <param name="service">Its engine.</param>
    /// <param name="status">What the process said; null where there is none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ReplicationAgent> ReadAsync(string folder, ReplicationService service, HostStatus? status, CancellationToken cancellationToken)
    {
        IReadOnlyList<ScheduledGroup> groups = await service.Schedules.ListAsync(cancellationToken);
        ScheduleSettings settings = await service.Schedules.SettingsAsync(cancellationToken);
        return new ReplicationAgent(folder, WorkspaceCatalog.Describe(folder, wanted: null), status, settings, groups);
    }
}
