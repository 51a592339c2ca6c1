using Replication.Core.Health;

namespace Replication.Core.Groups;

/// <summary>Measured, never estimated; sizes in bytes as put to the destination, latencies from capture to committed point.</summary>
public sealed record ReplicationStatistics
{
    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? LastReplicationTime { get; init; }

    public long InitialReplicationSize { get; init; }

    public long SuccessfulReplicationCount { get; init; }

    public long FailedReplicationCount { get; init; }

    public long TotalReplicationSize { get; init; }

    /// <summary>Bytes that travelled over a network, compressed as they were; 0 where none lies in between.</summary>
    public long TotalWireSize { get; init; }

    public long MaximumReplicationSize { get; init; }

    public TimeSpan TotalReplicationLatency { get; init; }

    public TimeSpan MaximumReplicationLatency { get; init; }

    public string? LastError { get; init; }

    /// <summary>Failed replications by kind, as Hyper-V's statistics have them.</summary>
    public long NetworkFailureCount { get; init; }

    public long ReplicationFailureCount { get; init; }

    /// <summary>Also counts points that were wanted application-consistent and are not.</summary>
    public long ApplicationConsistentSnapshotFailureCount { get; init; }

    /// <summary>Average of the replications after the initial one; 0 until there is one.</summary>
    public long AverageDeltaSize => SuccessfulReplicationCount <= 1 ? 0 : (TotalReplicationSize - InitialReplicationSize) / (SuccessfulReplicationCount - 1);

    public long AverageReplicationSize => SuccessfulReplicationCount == 0 ? 0 : TotalReplicationSize / SuccessfulReplicationCount;

    public TimeSpan AverageReplicationLatency =>
        SuccessfulReplicationCount == 0 ? TimeSpan.Zero : TotalReplicationLatency / SuccessfulReplicationCount;

    public ReplicationStatistics WithSuccess(DateTimeOffset now, long bytesSent, TimeSpan latency, bool initial, long? wireBytes = null) => this with
    {
        Since = Since ?? now,
        LastReplicationTime = now,
        InitialReplicationSize = initial ? bytesSent : InitialReplicationSize,
        SuccessfulReplicationCount = SuccessfulReplicationCount + 1,
        TotalReplicationSize = TotalReplicationSize + bytesSent,
        TotalWireSize = TotalWireSize + (wireBytes ?? 0),
        MaximumReplicationSize = Math.Max(MaximumReplicationSize, bytesSent),
        TotalReplicationLatency = TotalReplicationLatency + latency,
        MaximumReplicationLatency = latency > MaximumReplicationLatency ? latency : MaximumReplicationLatency,
        LastError = null,
    };

    public ReplicationStatistics WithFailure(DateTimeOffset now, string errorId, ReplicationErrorKind kind = ReplicationErrorKind.Replication) =>
        (this with { Since = Since ?? now, FailedReplicationCount = FailedReplicationCount + 1, LastError = errorId }).With(kind);

    /// <summary>A point was made without the application consistency that was wanted for it.</summary>
    public ReplicationStatistics WithoutApplications() => With(ReplicationErrorKind.ApplicationConsistent);

    private ReplicationStatistics With(ReplicationErrorKind kind) => kind switch
    {
        ReplicationErrorKind.Network => this with { NetworkFailureCount = NetworkFailureCount + 1 },
        ReplicationErrorKind.ApplicationConsistent => this with { ApplicationConsistentSnapshotFailureCount = ApplicationConsistentSnapshotFailureCount + 1 },
        _ => this with { ReplicationFailureCount = ReplicationFailureCount + 1 },
    };
}
