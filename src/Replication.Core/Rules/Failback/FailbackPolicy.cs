using Replication.Core.Errors;
using Replication.Core.Policies;
using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>
/// The policy of the way home. It is built in: nobody has to make it, it belongs to every
/// configuration server and it cannot be changed (FBK-24..27). Whoever wants other values makes a policy of another name
/// (FBK-61).
/// </summary>
public static class FailbackPolicy
{
    public const string Name = "Failback";

    public const string Description = "RPO threshold 15 min, retention 24 h, application-consistent every 60 min.";

    public static FailbackPolicyValues Values { get; } = new(RpoThresholdMinutes: 15, RetentionHours: 24, AppConsistentMinutes: 60);

    /// <summary>The same as a policy of the catalog; it is never written there.</summary>
    public static ReplicationPolicy Policy { get; } = new()
    {
        Id = Name,
        Name = Name,
        RpoThreshold = TimeSpan.FromMinutes(Values.RpoThresholdMinutes),
        RecoveryHistory = Values.RetentionHours,
        RecoveryPointInterval = TimeSpan.FromHours(1),
        Shared = true,
    };

    public static bool IsNamed(string nameOrId) => string.Equals(nameOrId, Name, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ReplicationException">FailbackPolicyReadOnly.</exception>
    public static void RequireOther(string nameOrId)
    {
        if (!IsNamed(nameOrId)) return;
        throw new ReplicationException(
            FailbackErrorIds.FailbackPolicyReadOnly, $"Policy {Name}", "The failback policy is managed by the product (15 min / 24 h / 60 min) and cannot be changed.",
            "a policy of another name.", "Make a policy of your own and give it to the group.");
    }
}
