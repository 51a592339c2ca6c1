namespace Replication.Disks.Layout;

/// <summary>
/// The probes, containers first and weakest signature last. More than one may fit when a new file system left an old
/// superblock in place; the order then decides as blkid's does.
/// </summary>
internal static class FileSystemProbes
{
    private static readonly IFileSystemProbe[] Probes =
    [
        new LuksProbe(), new LvmProbe(), new BitLockerProbe(), new NtfsProbe(), new ExfatProbe(), new RefsProbe(), new FatProbe(),
        new SwapProbe(), new XfsProbe(), new ExtProbe(), new BtrfsProbe(), new JfsProbe(), new ReiserFsProbe(), new F2fsProbe(),
        new ZfsProbe(),
    ];

    public static async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken)
    {
        foreach (var probe in Probes)
        {
            if (await probe.ProbeAsync(volume, cancellationToken) is { } found) return found;
        }

        return null;
    }
}
