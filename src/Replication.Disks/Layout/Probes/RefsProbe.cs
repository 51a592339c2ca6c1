namespace Replication.Disks.Layout;

/// <summary>ReFS boot sector: no jump, "ReFS" with four zeros at 3, "FSRS" at 16.</summary>
internal sealed class RefsProbe : IFileSystemProbe
{
    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken) =>
        await volume.ReadAsync(0, BootSector.Size, cancellationToken) is { } sector
        && sector.Span.StartsWith("\0\0\0ReFS\0\0\0\0"u8) && sector.Span[16..].StartsWith("FSRS"u8)
            ? new ProbeResult("refs", null, null, InBootSector: true)
            : null;
}
