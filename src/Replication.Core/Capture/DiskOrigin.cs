using Replication.Core.Disks;

namespace Replication.Core.Capture;

/// <summary>
/// What a captured disk is known to have come from: outside of what was written since, it equals a snapshot that lies at its own site. Against any
/// base whose digests are known this tells what to read (<see cref="Transfer.OriginChanges"/>).
/// </summary>
/// <param name="SiteId">Site whose store has the snapshot.</param>
/// <param name="StoreId">That store.</param>
/// <param name="SnapshotId">The snapshot, as long as the disk.</param>
/// <param name="Written">Ranges that may differ from it: ascending, not overlapping.</param>
public sealed record DiskOrigin(string SiteId, string StoreId, string SnapshotId, IReadOnlyList<Extent> Written);
