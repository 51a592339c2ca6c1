using Replication.Core.Boot;
using Replication.Core.Catalog;
using Replication.Core.Machines;
using Replication.Core.Snapshots;

namespace Replication.Core.RecoveryPoints;

public enum Consistency
{
    Unknown,
    CrashConsistent,
    ApplicationConsistent,
}

/// <summary>How far a point has been proven.</summary>
public enum Verification
{
    Unknown,

    /// <summary>Every block and the root hash were checked by the destination on arrival.</summary>
    Accepted,

    /// <summary>Every block was read again at the destination afterwards and the root hash compared.</summary>
    ReadBack,
}

/// <summary>
/// One snapshot per disk at the same instant and the machine's configuration. This record is the content of the
/// manifest at the destination (the truth) and of the catalog's row (a copy that can be rebuilt from it).
/// </summary>
public sealed record RecoveryPoint : ICatalogEntity
{
    public const int CurrentFormat = 1;

    public static string Kind => "recovery_points";

    public static bool NameIsUnique => false;

    /// <summary>Format of the manifest; a reader refuses a newer one.</summary>
    public int Format { get; init; } = CurrentFormat;

    public required string Id { get; init; }

    /// <summary>
    /// Counts the points of this VM at this site. What is newest is decided by it and not by a clock, which may have
    /// been set back since.
    /// </summary>
    public long Sequence { get; init; }

    /// <summary>Id of the <see cref="Groups.ReplicatedVM"/>.</summary>
    public required string VmId { get; init; }

    public required string VmName { get; init; }

    public required string GroupId { get; init; }

    public required string GroupName { get; init; }

    /// <summary>Equal for the points of all machines of a group that were captured at one instant; null for a single one.</summary>
    public string? GroupPointId { get; init; }

    /// <summary>Site the machine was captured at, so that a recovery without the primary can still say where it came from.</summary>
    public required string SourceSiteId { get; init; }

    /// <summary>Site whose store holds the snapshots.</summary>
    public required string SiteId { get; init; }

    /// <summary>Store identity, so that a manifest found in a copied folder is told from one at its place.</summary>
    public required string StoreId { get; init; }

    /// <summary>Instant the disks show, UTC, by the source's clock.</summary>
    public required DateTimeOffset SourceTime { get; init; }

    /// <summary>When the destination had accepted everything, UTC.</summary>
    public required DateTimeOffset AcceptedTime { get; init; }

    public Consistency Consistency { get; init; } = Consistency.CrashConsistent;

    /// <summary>How long the guest's writes were held for the instant, as measured; null when they were not.</summary>
    public TimeSpan? GuestPause { get; init; }

    public Verification Verification { get; init; } = Verification.Accepted;

    /// <summary>Whether a machine made of it boots, as last tried; null where nobody has.</summary>
    public BootCheck? BootCheck { get; init; }

    public bool Pinned { get; init; }

    /// <summary>Made by the last replication of a planned failover: nothing was written after it.</summary>
    public bool Planned { get; init; }

    /// <summary>The machine as it was captured, with every disk, replicated or not.</summary>
    public required Machine Machine { get; init; }

    public required IReadOnlyList<RecoveryPointDisk> Disks { get; init; }

    public long BytesSent { get; init; }

    /// <summary>Bytes of blocks that travelled over a network for it, compressed as they were; null where there is none in between.</summary>
    public long? WireBytes { get; init; }

    /// <summary>Epoch of the run that committed it; 0 where nobody counted.</summary>
    public long Epoch { get; init; }

    /// <summary>Whether both stand for the same content at the destination.</summary>
    public bool HasSameSnapshots(RecoveryPoint other) =>
        Disks.Select(disk => (disk.DiskId, disk.SnapshotId, disk.Root)).SequenceEqual(other.Disks.Select(disk => (disk.DiskId, disk.SnapshotId, disk.Root)));

    string ICatalogEntity.Name => Id;

    public string? OwnerId => VmId;

    public string? State => Verification.ToString();

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}

/// <param name="DiskId">Disk of the machine.</param>
/// <param name="SnapshotId">Snapshot in the store.</param>
/// <param name="Length">Exact length of the disk in bytes.</param>
/// <param name="Root">Root hash of the disk (see <see cref="RootDigest"/>).</param>
/// <param name="ParentSnapshotId">Where the delta began; null for a full copy.</param>
/// <param name="BlocksPut">Blocks that were sent for this point.</param>
/// <param name="ChangeToken">Of the capture at the source, so that the next one can ask what changed since; null where it keeps no track.</param>
public sealed record RecoveryPointDisk(
    string DiskId, string SnapshotId, long Length, BlockDigest Root, string? ParentSnapshotId, long BlocksPut, string? ChangeToken = null);
