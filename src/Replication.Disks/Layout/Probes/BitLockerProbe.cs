namespace Replication.Disks.Layout;

/// <summary>BitLocker: a boot sector whose name field is "-FVE-FS-"; what is inside is encrypted.</summary>
internal sealed class BitLockerProbe : IFileSystemProbe
{
    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken) =>
        await volume.ReadAsync(0, BootSector.Size, cancellationToken) is { } sector && BootSector.Is(sector.Span, "-FVE-FS-"u8)
            ? new ProbeResult("bitlocker", null, null, InBootSector: true)
            : null;
}
