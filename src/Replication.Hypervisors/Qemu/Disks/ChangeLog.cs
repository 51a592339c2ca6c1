using System.Globalization;
using Replication.Core.Errors;
using Replication.Hypervisors.Qemu.Hardware;

namespace Replication.Hypervisors.Qemu.Disks;

/// <summary>
/// The change log of a raw disk (HVR-29): a qcow2 file beside it whose data file is the raw disk itself (data_file_raw), so that the disk stays a
/// plain raw file and dirty bitmaps have a place that outlives the machine's process. It holds nothing that the disk needs: it is thrown away
/// whenever it may not know of every write, because a bitmap that lies loses data.
/// </summary>
internal static class ChangeLog
{
    private const string Suffix = ".changes.qcow2";

    /// <summary>Virtual disks of QEMU consist of these.</summary>
    private const int Sector = 512;

    /// <summary>The log maps every cluster of the disk in 8 bytes: 8 MiB of log for 64 GiB in clusters of 64 KiB, beyond in clusters of 2 MiB.</summary>
    private const long SmallClustersUpTo = 64L << 30;

    public static string PathOf(string disk) => disk + Suffix;

    /// <summary>Whether a raw disk of this length can have one.</summary>
    public static bool IsPossible(long length) => length > 0 && length % Sector == 0;

    /// <summary>Makes the log of a disk that nobody has open, unless the one that is there is still that of the stamp.</summary>
    /// <param name="program">qemu-img.</param>
    /// <param name="disk">The raw disk.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="stamp">How the machine's last clean end left both; null when there was none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ReplicationException">ChangeLogFailed.</exception>
    public static async Task PrepareAsync(string program, string disk, long length, ChangeStamp? stamp, CancellationToken cancellationToken)
    {
        string log = PathOf(disk);
        if (stamp is not null && ChangeStamp.Of(disk, log) == stamp) return;
        File.Delete(log);
        string unfinished = log + ".new";
        // qemu-img empties the data file of an image that it creates. So it is given one of its own, and the disk's name afterwards.
        string data = unfinished + ".data";
        try
        {
            string clusters = length > SmallClustersUpTo ? "2M" : "64k";
            await RunAsync(
                program, disk,
                [
                    "create", "-q", "-f", "qcow2", "-o", $"data_file={QemuOption.Escape(data)},data_file_raw=on,preallocation=metadata,cluster_size={clusters}",
                    unfinished, length.ToString(CultureInfo.InvariantCulture),
                ],
                cancellationToken);
            await RunAsync(program, disk, ["amend", "-q", "-f", "qcow2", "-o", $"data_file={QemuOption.Escape(disk)}", unfinished], cancellationToken);
            File.Move(unfinished, log);
        }
        finally
        {
            File.Delete(unfinished);
            File.Delete(data);
        }
    }

    private static async Task RunAsync(string program, string disk, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        (int exitCode, string errors) = await Tool.RunAsync(program, arguments, cancellationToken);
        if (exitCode != 0) throw new ReplicationException(
            "ChangeLogFailed", disk, $"Its change log cannot be made: {errors}", "room beside the disk, and the right to write there.");
    }
}
