namespace Replication.Core.Replicas;

/// <summary>A primary that was let in, with what is its own at the server.</summary>
/// <param name="Primary">Full name of the primary.</param>
/// <param name="TrustGroup">With whom it shares.</param>
/// <param name="StoreFolder">Where the replicas of its group are.</param>
public sealed record ReplicaTenant(string Primary, string TrustGroup, string StoreFolder);
