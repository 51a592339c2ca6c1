using Replication.Core.Capture;
using Replication.Core.Machines;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Core.RecoveryPoints;

/// <summary>
/// Journal entry: everything of one instant is in pending snapshots, and the source was seen unchanged afterwards.
/// From here on a rerun needs the source no more.
/// </summary>
public sealed record TransferredMachine(
    string PointId, DateTimeOffset SourceTime, Machine Machine, IReadOnlyList<TransferredDisk> Disks)
{
    /// <summary>How the machine was held.</summary>
    public CaptureFacts Facts { get; init; } = CaptureFacts.AtRest;

    public long BytesRead => Disks.Sum(disk => disk.BytesRead);

    public long BytesSent => Disks.Sum(disk => disk.BytesSent);

    /// <summary>Null where no network lies in between.</summary>
    public long? WireBytes => Disks.Any(disk => disk.WireBytes is not null) ? Disks.Sum(disk => disk.WireBytes ?? 0) : null;

    public long BytesSeeded => Disks.Sum(disk => disk.BytesSeeded);
}

/// <param name="DiskId">Disk of the machine.</param>
/// <param name="SnapshotId">Pending snapshot at the destination.</param>
/// <param name="Length">Exact length in bytes.</param>
/// <param name="ParentSnapshotId">Base of the delta, or null.</param>
/// <param name="Root">Root hash of what the source held; null when the base keeps no digests.</param>
/// <param name="BlocksPut">Distinct blocks put.</param>
/// <param name="BytesRead">Bytes read from the source.</param>
/// <param name="BytesSent">Bytes put.</param>
/// <param name="BytesSeeded">Bytes taken from a copy at the destination; they did not travel.</param>
/// <param name="ChangeToken">Of the capture, for the next one; null where the source keeps no track.</param>
public sealed record TransferredDisk(
    string DiskId, string SnapshotId, long Length, string? ParentSnapshotId, BlockDigest? Root, long BlocksPut, long BytesRead, long BytesSent,
    long BytesSeeded, string? ChangeToken = null)
{
    /// <summary>As <see cref="DiskTransferResult.WireBytes"/>.</summary>
    public long? WireBytes { get; init; }
}
