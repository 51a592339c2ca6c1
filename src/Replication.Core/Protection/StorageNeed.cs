using Replication.Core.Policies;

namespace Replication.Core.Protection;

/// <summary>What one VM will occupy at its destination, from what was measured so far.</summary>
/// <param name="Full">Bytes of a full copy.</param>
/// <param name="Delta">Bytes of a point beside it, on average; 0 while none was made.</param>
/// <param name="Points">Points that are there already.</param>
internal readonly record struct StorageNeed(long Full, long Delta, int Points)
{
    /// <summary>Bytes in the end, with every point that the policy keeps (HVR-37).</summary>
    public long InTheEnd(ReplicationPolicy policy) => Full + (policy.RecoveryHistory + policy.DailyPoints) * Delta;

    /// <summary>Bytes that are not there yet.</summary>
    public long Missing(ReplicationPolicy policy) => (Points == 0 ? Full : 0) + Math.Max(0, policy.RecoveryHistory + policy.DailyPoints + 1 - Math.Max(1, Points)) * Delta;

    /// <summary>Says that it will not fit (HVR-12); null where it will, or where nobody knows what is free.</summary>
    public string? Warning(string vm, string site, ReplicationPolicy policy, long? free) => free is { } has && has < Missing(policy)
        ? $"InsufficientStorage: {vm} needs {Missing(policy)} more bytes for the points that policy {policy.Name} keeps; site {site} has {has} free."
        : null;
}
