namespace Replication.Hypervisors.Qemu.Disks;

/// <summary>
/// A raw disk and its change log as a machine left them when it was stopped. Whoever writes the disk without the log changes the disk's time or
/// length, and what the log says about it is no longer true.
/// </summary>
/// <param name="Length">Bytes of the disk.</param>
/// <param name="Written">Ticks (100 ns) of its last write, UTC.</param>
/// <param name="LogLength">Bytes of the log's file.</param>
/// <param name="LogWritten">Ticks of its last write, UTC.</param>
internal sealed record ChangeStamp(long Length, long Written, long LogLength, long LogWritten)
{
    /// <summary>Null when one of the two is not there.</summary>
    public static ChangeStamp? Of(string disk, string log)
    {
        var diskFile = new FileInfo(disk);
        var logFile = new FileInfo(log);
        return diskFile.Exists && logFile.Exists
            ? new ChangeStamp(diskFile.Length, diskFile.LastWriteTimeUtc.Ticks, logFile.Length, logFile.LastWriteTimeUtc.Ticks)
            : null;
    }
}
