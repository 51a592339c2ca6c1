using Replication.Core.Capture;
using Replication.Core.Catalog;
using Replication.Core.Disks;

namespace Replication.Core.Mounts;

/// <summary>
/// A recovery point whose disks can be read, and written to an overlay, without being copied. It lasts until somebody ends it:
/// the workspace's host serves it whenever it runs, and the point is in use for as long.
/// </summary>
public sealed record PointMount : ICatalogEntity
{
    public static string Kind => "mounts";

    public static bool NameIsUnique => false;

    /// <summary>Ten hexadecimal digits: short enough for the name of a socket.</summary>
    public required string Id { get; init; }

    public required string VmId { get; init; }

    public required string VmName { get; init; }

    public required string PointId { get; init; }

    /// <summary>Instant the disks show, UTC, by the source's clock.</summary>
    public required DateTimeOffset SourceTime { get; init; }

    /// <summary>Site whose store holds the snapshots.</summary>
    public required string SiteId { get; init; }

    public required MountState MountState { get; init; }

    /// <summary>Writes go to an overlay of each disk; the point itself never changes.</summary>
    public bool Writable { get; init; }

    /// <summary>Port on the loopback interface, 0 for one that the system chooses; null for a Unix socket.</summary>
    public int? TcpPort { get; init; }

    /// <summary>What of this product needs it, for example a machine that runs from it; null for a mount that a person asked for.</summary>
    public string? UsedBy { get; init; }

    /// <summary>
    /// Workspace whose host serves it and that has its overlays, "machine:folder", where several share the catalog; null where there is one.
    /// </summary>
    public string? Place { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required IReadOnlyList<MountDisk> Disks { get; init; }

    /// <summary>What a disk that is this mount's comes from.</summary>
    /// <param name="disk">One of <see cref="Disks"/>.</param>
    /// <param name="written">Everything that was written to its overlay.</param>
    internal DiskOrigin OriginOf(MountDisk disk, IReadOnlyList<Extent> written) => new(SiteId, disk.StoreId, disk.SnapshotId, written);

    string ICatalogEntity.Name => PointId;

    public string? OwnerId => VmId;

    public string? State => MountState.ToString();

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}

/// <param name="DiskId">Disk of the machine; the name of its export.</param>
/// <param name="StoreId">Store of the snapshot.</param>
/// <param name="SnapshotId">Snapshot that it shows.</param>
/// <param name="Length">Exact length in bytes.</param>
/// <param name="LogicalSectorSize">512 or 4096 bytes.</param>
public sealed record MountDisk(string DiskId, string StoreId, string SnapshotId, long Length, int LogicalSectorSize)
{
    /// <summary>Identity of the content below an overlay.</summary>
    public string ContentId => $"{StoreId}/{SnapshotId}";
}
