namespace Replication.Disks.Layout;

/// <summary>
/// Recognises one kind of content. A probe checks enough that random bytes are not recognised, answers null for anything
/// that is not intact, and throws only what reading the disk throws.
/// </summary>
internal interface IFileSystemProbe
{
    ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken);
}
