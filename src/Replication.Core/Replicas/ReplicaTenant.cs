namespace Replication.Core.Replicas;

/// <summary>A primary that was let in, with what is its own at the server.</summary>
/// <param name="Primary">Full name of the primary.</param>
/// <param name="TrustGroup">With whom it shares.</param>
/// <param name="StorageLocation">Folder that the administrator gave; it is not made when it is missing, for it may be a share that is not mounted.</param>
public sealed record ReplicaTenant(string Primary, string TrustGroup, string StorageLocation)
{
    /// <summary>Where the replicas of its group are.</summary>
    public string StoreFolder { get; } = TrustGroups.StoreFolder(StorageLocation, TrustGroup);
}
