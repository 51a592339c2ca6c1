namespace Replication.Core.Sites;

/// <summary>How a machine that a site made from a recovery point is known to hold what the point says.</summary>
public enum ReplicaProof
{
    /// <summary>Its disks are read again and hashed before it is handed over.</summary>
    DisksReadAgain,

    /// <summary>
    /// The platform makes its disks of the point's immutable snapshots; there is no moment between that and the start in
    /// which they could be read. The snapshots' root hashes are compared instead.
    /// </summary>
    SnapshotsUsed,
}

/// <summary>What the engine has to know of a kind of site to plan for it.</summary>
public sealed record SiteAbilities
{
    /// <summary>Whether a running machine can be captured at one instant; otherwise it has to be off.</summary>
    public bool CapturesRunningMachines { get; init; }

    /// <summary>Whether a capture can tell what changed since an earlier one; where not, nobody looks for the earlier one.</summary>
    public bool TracksChanges { get; init; }

    public ReplicaProof ReplicaProof { get; init; } = ReplicaProof.DisksReadAgain;

    /// <summary>Whether a stopped machine can be kept whose disks follow the recovery points.</summary>
    public bool KeepsStandbyMachines { get; init; }

    /// <summary>Shortest time between two captures of a machine that the site can keep up.</summary>
    public TimeSpan MinimumFrequency { get; init; }

    /// <summary>What sets <see cref="MinimumFrequency"/>, for the refusal.</summary>
    public string? MinimumFrequencyReason { get; init; }

    /// <summary>Whether a machine can be made whose disks are mounted points, reached over NBD.</summary>
    public bool RunsFromMounts { get; init; }

    /// <summary>Whether test machines need a network of their own that is declared first.</summary>
    public bool TestsNeedDeclaredNetwork { get; init; }
}
