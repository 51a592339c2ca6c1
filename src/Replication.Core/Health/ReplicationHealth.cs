using Replication.Core.Groups;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.States;

namespace Replication.Core.Health;

public enum HealthState
{
    NotApplicable,
    Normal,
    Warning,
    Critical,
}

/// <summary>Health of one VM with its reasons, after Hyper-V Replica's rules.</summary>
/// <param name="State">The worst of the reasons.</param>
/// <param name="RpoAge">Age of the newest accepted point, or null when there is none.</param>
/// <param name="RpoViolated">Whether that is more than the policy's threshold.</param>
/// <param name="Reasons">Empty when all is well.</param>
public sealed record ReplicationHealth(HealthState State, TimeSpan? RpoAge, bool RpoViolated, IReadOnlyList<string> Reasons)
{
    /// <summary>Silence after which Hyper-V Replica warns, whatever the frequency.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromHours(1);

    public static ReplicationHealth Of(ReplicatedVM vm, ReplicationPolicy policy, IReadOnlyList<RecoveryPoint> points, DateTimeOffset now)
    {
        if (vm.ReplicationState is ReplicationState.FailedOver or ReplicationState.FailedOverWaitingCompletion or ReplicationState.FailbackComplete)
            return new ReplicationHealth(HealthState.NotApplicable, null, false, [$"The VM has failed over (state {vm.ReplicationState})."]);

        var reasons = new List<(HealthState State, string Text)>();
        TimeSpan? age = RpoCalculator.AgeAt(points, now);
        bool violated = age > policy.RpoThreshold;
        if (violated) reasons.Add((age > Silence ? HealthState.Critical : HealthState.Warning, $"The newest point is {age:d\\.hh\\:mm\\:ss} old; the threshold is {policy.RpoThreshold}."));
        if (age is null) reasons.Add((HealthState.Warning, "There is no recovery point yet."));
        switch (vm.ReplicationState)
        {
            case ReplicationState.Suspended:
                reasons.Add((HealthState.Warning, "Replication is suspended."));
                break;
            case ReplicationState.WaitingForStartResynchronize or ReplicationState.ResynchronizeSuspended:
                reasons.Add((HealthState.Critical, "A resynchronisation is needed."));
                break;
            case ReplicationState.RecoveryInProgress or ReplicationState.FailbackInProgress:
                reasons.Add((HealthState.Warning, "A failover or failback has not finished."));
                break;
        }

        if (vm.Statistics.LastError is { } error) reasons.Add((HealthState.Warning, $"The last replication failed with {error}."));
        HealthState worst = reasons.Count == 0 ? HealthState.Normal : reasons.Max(reason => reason.State);
        return new ReplicationHealth(worst, age, violated, [.. reasons.Select(reason => reason.Text)]);
    }
}
