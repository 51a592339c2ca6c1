using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Sessions;

namespace Replication.Objects;

/// <summary>What replication of a VM has cost and achieved, measured. Sizes in bytes as put to the destination.</summary>
public sealed class ReplicationMeasurement
{
    internal ReplicationMeasurement(EngineVM vm, NameBook names, ReplicationHealth health)
    {
        ReplicationStatistics statistics = vm.Statistics;
        Name = vm.Name;
        VMId = vm.Id;
        GroupName = names[vm.GroupId];
        State = vm.ReplicationState.ToString();
        Health = health.State.ToString();
        RpoAge = health.RpoAge;
        RpoViolated = health.RpoViolated;
        RpoThreshold = health.RpoThreshold;
        MaximumRpoAge = health.MaximumRpoAge;
        RpoViolations = [.. health.Violations.Select(window => new RpoViolation(window))];
        ReplicationHealthDetails = [.. health.Reasons];
        MonitoringStartTime = health.MonitoringStartTime;
        MonitoringEndTime = health.MonitoringEndTime;
        MonitoredReplicationCount = health.Cycles.Total;
        MissedReplicationCount = health.Cycles.Missed;
        LastVerifiedPointTime = health.LastVerified?.SourceTime;
        PendingReplicationSize = health.PendingReplicationSize;
        TimeToCatchUp = health.TimeToCatchUp;
        Throughput = health.Throughput;
        ChangedBytesPerDay = health.ChangedBytesPerDay;
        Since = statistics.Since;
        LastReplicationTime = statistics.LastReplicationTime;
        SuccessfulReplicationCount = statistics.SuccessfulReplicationCount;
        FailedReplicationCount = statistics.FailedReplicationCount;
        InitialReplicationSize = statistics.InitialReplicationSize;
        AverageReplicationSize = statistics.AverageReplicationSize;
        MaximumReplicationSize = statistics.MaximumReplicationSize;
        TotalReplicationSize = statistics.TotalReplicationSize;
        TotalWireSize = statistics.TotalWireSize;
        AverageReplicationLatency = statistics.AverageReplicationLatency;
        MaximumReplicationLatency = statistics.MaximumReplicationLatency;
        LastError = statistics.LastError;
        NetworkFailureCount = statistics.NetworkFailureCount;
        ReplicationFailureCount = statistics.ReplicationFailureCount;
        ApplicationConsistentSnapshotFailureCount = statistics.ApplicationConsistentSnapshotFailureCount;
    }

    public string Name { get; }

    public string VMId { get; }

    public string GroupName { get; }

    public string State { get; }

    public string Health { get; }

    public TimeSpan? RpoAge { get; }

    public bool RpoViolated { get; }

    public TimeSpan RpoThreshold { get; }

    /// <summary>How old what could be recovered was at its worst in the monitoring interval; null when there was no point.</summary>
    public TimeSpan? MaximumRpoAge { get; }

    /// <summary>Windows of the monitoring interval in which the newest point was older than the threshold.</summary>
    public RpoViolation[] RpoViolations { get; }

    /// <summary>What is not as it should be, in words.</summary>
    public string[] ReplicationHealthDetails { get; }

    /// <summary>Begin of the monitoring interval, or of the time since the statistics were reset, UTC.</summary>
    public DateTimeOffset MonitoringStartTime { get; }

    public DateTimeOffset MonitoringEndTime { get; }

    /// <summary>Cycles of that time, replicated and missed.</summary>
    public long MonitoredReplicationCount { get; }

    /// <summary>Cycles of that time whose change was not at the destination within its interval.</summary>
    public long MissedReplicationCount { get; }

    /// <summary>Source time of the newest point that was read back or booted; null where there is none.</summary>
    public DateTimeOffset? LastVerifiedPointTime { get; }

    /// <summary>Bytes that wait to be replicated; null where the source keeps no track.</summary>
    public long? PendingReplicationSize { get; }

    /// <summary>How long they take at the rate of the newest replications; null where either is not known.</summary>
    public TimeSpan? TimeToCatchUp { get; }

    /// <summary>Bytes per second of the newest replications, from capture to accepted point; null until something was sent.</summary>
    public double? Throughput { get; }

    /// <summary>Bytes that change in a day, after the newest replications: what a link has to carry (FBK-31). Null until they span an hour.</summary>
    public long? ChangedBytesPerDay { get; }

    /// <summary>When measuring began, UTC.</summary>
    public DateTimeOffset? Since { get; }

    public DateTimeOffset? LastReplicationTime { get; }

    public long SuccessfulReplicationCount { get; }

    public long FailedReplicationCount { get; }

    public long InitialReplicationSize { get; }

    public long AverageReplicationSize { get; }

    public long MaximumReplicationSize { get; }

    public long TotalReplicationSize { get; }

    /// <summary>Bytes of that over the network, compressed as they were; 0 where nothing counts them, as within one machine.</summary>
    public long TotalWireSize { get; }

    /// <summary>From capture to committed point.</summary>
    public TimeSpan AverageReplicationLatency { get; }

    public TimeSpan MaximumReplicationLatency { get; }

    public string? LastError { get; }

    public long NetworkFailureCount { get; }

    public long ReplicationFailureCount { get; }

    /// <summary>Points that were wanted application-consistent and are not, and replications that failed for it.</summary>
    public long ApplicationConsistentSnapshotFailureCount { get; }
}
