using Replication.Core.Schedules;
using Replication.Runtime.Hosting;

namespace Replication.Objects;

/// <summary>The agent of a workspace: its process, what it runs, and the schedule that it follows.</summary>
public sealed class ReplicationAgent
{
    internal ReplicationAgent(string folder, string catalog, HostStatus? status, ScheduleSettings settings, IReadOnlyList<ScheduledGroup> groups)
    {
        Path = folder;
        Catalog = catalog;
        State = status is null ? "Stopped" : status.Parts is null ? "Host" : settings.Paused ? "Paused" : "Running";
        ProcessId = status?.ProcessId;
        Version = status?.Version;
        Since = status?.Since;
        Jobs = [.. (status?.Jobs ?? []).Select(job => $"{job.Verb} {job.Target}")];
        JobId = [.. (status?.Jobs ?? []).Select(job => job.Id)];
        Mounts = status?.Mounts ?? 0;
        Pool = status?.Pool;
        Parts = [.. (status?.Parts ?? []).Select(part => new ReplicationAgentPart(part))];
        Schedule = [.. groups.Select(group => new ReplicationSchedule(group))];
        NextRun = Schedule.Min(schedule => schedule.NextRun);
    }

    /// <summary>Running, Paused, Host where there is a process that only runs detached jobs and serves mounts, or Stopped.</summary>
    public string State { get; }

    /// <summary>Folder of the workspace, which is what an agent is named by.</summary>
    public string Path { get; }

    /// <summary>Where the catalog is; agents that share one take part in one another's work.</summary>
    public string Catalog { get; }

    public int? ProcessId { get; }

    public string? Version { get; }

    public DateTimeOffset? Since { get; }

    /// <summary>What it runs at the moment.</summary>
    public string[] Jobs { get; }

    /// <summary>Ids of these.</summary>
    public string[] JobId { get; }

    /// <summary>Mounted points that it serves.</summary>
    public int Mounts { get; }

    /// <summary>Pool whose jobs it runs beside those of no pool; null for none.</summary>
    public string? Pool { get; }

    public ReplicationAgentPart[] Parts { get; }

    /// <summary>How the groups stand, and when they run next.</summary>
    public ReplicationSchedule[] Schedule { get; }

    /// <summary>The first of these, UTC; null where none waits for its time.</summary>
    public DateTimeOffset? NextRun { get; }

    public override string ToString() => $"{State} {Path}";
}
