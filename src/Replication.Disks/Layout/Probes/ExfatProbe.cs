namespace Replication.Disks.Layout;

/// <summary>
/// exFAT main boot sector (Microsoft exFAT specification, 3.1): name at 3, bytes 11 to 63 zero, serial number at 100,
/// shifts of sector and cluster size at 108 and 109, number of FATs at 110. The label is in the directory and not read.
/// </summary>
internal sealed class ExfatProbe : IFileSystemProbe
{
    private const int MustBeZeroStart = 11;
    private const int MustBeZeroEnd = 64;

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken) =>
        await volume.ReadAsync(0, BootSector.Size, cancellationToken) is { } sector ? Recognise(sector.Span) : null;

    private static ProbeResult? Recognise(ReadOnlySpan<byte> sector)
    {
        if (!BootSector.Is(sector, "EXFAT   "u8) || sector[MustBeZeroStart..MustBeZeroEnd].ContainsAnyExcept((byte)0)) return null;
        bool sizes = sector[108] is >= 9 and <= 12 && sector[109] <= 25 - sector[108] && sector[110] is 1 or 2;
        return sizes ? new ProbeResult("exfat", null, VolumeText.Serial32(sector[100..]), InBootSector: true) : null;
    }
}
