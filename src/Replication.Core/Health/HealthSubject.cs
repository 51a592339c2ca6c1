using Replication.Core.Groups;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.States;

namespace Replication.Core.Health;

/// <summary>Everything that the health of one VM is computed from.</summary>
/// <param name="VM">As the catalog has it.</param>
/// <param name="Policy">Of its group.</param>
/// <param name="Points">Points at its replica site, from their manifests or from the catalog.</param>
public sealed record HealthSubject(ReplicatedVM VM, ReplicationPolicy Policy, IReadOnlyList<RecoveryPoint> Points)
{
    /// <summary>What became of its replications; null where none is kept, as for a VM that was adopted from its points.</summary>
    public ReplicationHistory? History { get; init; }

    public MonitoringSettings Monitoring { get; init; } = new();

    /// <summary>Bytes that wait to be replicated; null where the source keeps no track.</summary>
    public long? PendingBytes { get; init; }

    /// <summary>The proven point of the history, where the points themselves were not read.</summary>
    public ProvenPoint? KnownProof => Points.Count == 0 && History?.SiteId == VM.ReplicaSiteId ? History?.Proven : null;

    /// <summary>Source time of the newest point that the replica site accepted before <see cref="Arrivals"/>; null when there was none.</summary>
    public DateTimeOffset? NewestBefore => History?.SiteId == VM.ReplicaSiteId ? History?.NewestBefore : null;

    public bool HasFailedOver =>
        VM.ReplicationState is ReplicationState.FailedOver or ReplicationState.FailedOverWaitingCompletion or ReplicationState.FailbackComplete;

    /// <summary>Whether replications are expected: not before the first point, during a pause or a failover.</summary>
    public bool IsReplicating => VM.ReplicationState is ReplicationState.Replicating;

    /// <summary>
    /// What its replica site accepted, in order: the history, and points that it does not know because another workspace made them. Of those that
    /// retention removed the history alone knows.
    /// </summary>
    public IReadOnlyList<PointArrival> Arrivals()
    {
        IReadOnlyList<PointArrival> known = History is { } history && history.SiteId == VM.ReplicaSiteId ? history.Arrivals : [];
        var seen = known.Select(arrival => (arrival.SourceTime, arrival.AcceptedTime)).ToHashSet();
        DateTimeOffset complete = known.Count > 0 && History!.FoldedUntil is { } until ? until : DateTimeOffset.MinValue;
        IEnumerable<PointArrival> unknown = RpoCalculator.Accepted(Points)
            .Where(arrival => arrival.AcceptedTime > complete && !seen.Contains((arrival.SourceTime, arrival.AcceptedTime)));
        return [.. known.Concat(unknown).OrderBy(arrival => arrival.AcceptedTime)];
    }
}
