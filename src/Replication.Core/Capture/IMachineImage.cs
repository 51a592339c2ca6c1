using Replication.Core.Disks;
using Replication.Core.Machines;

namespace Replication.Core.Capture;

/// <summary>
/// A machine captured at one instant: its configuration and one immutable view per disk. Dispose releases locks and
/// temporary copies.
/// </summary>
public interface IMachineImage : IAsyncDisposable
{
    Machine Machine { get; }

    /// <summary>The instant that all disks show, UTC, by the site's clock.</summary>
    DateTimeOffset CapturedAt { get; }

    IReadOnlyList<CapturedDisk> Disks { get; }

    /// <summary>How it was held; a machine that was off has nothing to tell.</summary>
    CaptureFacts Facts => CaptureFacts.AtRest;

    /// <summary>
    /// Called after the last read and before anything built from this image is completed.
    /// </summary>
    /// <exception cref="Errors.ReplicationException">SourceChangedDuringCapture: the views were not one instant.</exception>
    ValueTask EnsureUnchangedAsync(CancellationToken cancellationToken = default);
}

/// <param name="Disk">Which disk of the machine.</param>
/// <param name="View">Its content at the instant.</param>
/// <param name="ChangedExtents">Changed since <paramref name="Since"/>; null when the source cannot tell.</param>
/// <param name="Since">Change token of the earlier capture that the extents are counted from.</param>
/// <param name="ChangeToken">Names this capture for the next one; null where the source keeps no track.</param>
public sealed record CapturedDisk(
    MachineDisk Disk, IDiskView View, IReadOnlyList<Extent>? ChangedExtents = null, string? Since = null, string? ChangeToken = null)
{
    /// <summary>Of a disk that is a mounted point with what was written to it; else null.</summary>
    public DiskOrigin? Origin { get; init; }
}
