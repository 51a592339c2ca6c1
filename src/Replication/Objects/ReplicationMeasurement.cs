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
        Since = statistics.Since;
        LastReplicationTime = statistics.LastReplicationTime;
        SuccessfulReplicationCount = statistics.SuccessfulReplicationCount;
        FailedReplicationCount = statistics.FailedReplicationCount;
        InitialReplicationSize = statistics.InitialReplicationSize;
        AverageReplicationSize = statistics.AverageReplicationSize;
        MaximumReplicationSize = statistics.MaximumReplicationSize;
        TotalReplicationSize = statistics.TotalReplicationSize;
        AverageReplicationLatency = statistics.AverageReplicationLatency;
        MaximumReplicationLatency = statistics.MaximumReplicationLatency;
        LastError = statistics.LastError;
    }

    public string Name { get; }

    public string VMId { get; }

    public string GroupName { get; }

    public string State { get; }

    public string Health { get; }

    public TimeSpan? RpoAge { get; }

    public bool RpoViolated { get; }

    /// <summary>When measuring began, UTC.</summary>
    public DateTimeOffset? Since { get; }

    public DateTimeOffset? LastReplicationTime { get; }

    public long SuccessfulReplicationCount { get; }

    public long FailedReplicationCount { get; }

    public long InitialReplicationSize { get; }

    public long AverageReplicationSize { get; }

    public long MaximumReplicationSize { get; }

    public long TotalReplicationSize { get; }

    /// <summary>From capture to committed point.</summary>
    public TimeSpan AverageReplicationLatency { get; }

    public TimeSpan MaximumReplicationLatency { get; }

    public string? LastError { get; }
}
