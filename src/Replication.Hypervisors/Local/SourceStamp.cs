using Microsoft.Win32.SafeHandles;
using Replication.Core.Errors;

namespace Replication.Hypervisors.Local;

/// <summary>
/// Holds the files of a disk against writers and notices a writer that does not ask. The lock keeps out everybody who
/// locks (on Windows: everybody); length and time of last write, of the open file and of whatever has its name now,
/// tell about the others.
/// </summary>
internal sealed class SourceStamp : IDisposable
{
    /// <summary>Two writes this close together may leave equal times on file systems with coarse clocks.</summary>
    private static readonly TimeSpan TimeGranularity = TimeSpan.FromMilliseconds(20);

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly DateTime _written;

    private SourceStamp(string path, SafeFileHandle file)
    {
        _path = path;
        _file = file;
        _length = RandomAccess.GetLength(file);
        _written = File.GetLastWriteTimeUtc(file);
    }

    public static async Task<SourceStamp> HoldAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        SafeFileHandle file;
        try
        {
            // Shared for reading: other readers may come, a locked or locking writer may not.
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new ReplicationException(
                "SourceInUse", path, $"Another process holds it: {error.Message}", "a disk that nobody writes.", "Shut the machine down and close what has its disks open.", error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ReplicationException("SourceDiskMissing", path, "The disk image is not there.", "the image that machine.json names.", inner: error);
        }

        var stamp = new SourceStamp(path, file);
        if (time.GetUtcNow().UtcDateTime - stamp._written < TimeGranularity) await Task.Delay(TimeGranularity, cancellationToken);
        return stamp;
    }

    public void EnsureUnchanged()
    {
        bool sameFile = File.GetLastWriteTimeUtc(_file) == _written && RandomAccess.GetLength(_file) == _length;
        var named = new FileInfo(_path);
        if (sameFile && named.Exists && named.Length == _length && named.LastWriteTimeUtc == _written) return;
        throw new ReplicationException(
            "SourceChangedDuringCapture", _path,
            named.Exists ? $"It was written or replaced at {named.LastWriteTimeUtc:O} while it was being read." : "It disappeared while it was being read.",
            "a disk that nobody writes during the capture.", "Nothing was committed. Stop what writes to it and run again; what was sent is kept.");
    }

    public void Dispose() => _file.Dispose();
}
