using Microsoft.Win32.SafeHandles;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Hypervisors.Qemu.Running;

/// <summary>
/// The image files of a machine, held against captures and failbacks until QEMU has locks of its own. QEMU's locks and ours do not see each
/// other; whoever takes ours looks for QEMU's afterwards, so that one of two always finds the other.
/// </summary>
internal sealed class DiskHold : IDisposable
{
    /// <summary>Whoever describes a machine has its images open for a moment.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly List<SafeFileHandle> _files = [];

    /// <exception cref="ReplicationException">DiskInUse; SourceDiskMissing.</exception>
    public static async Task<DiskHold> TakeAsync(IEnumerable<string> files, TimeProvider time, CancellationToken cancellationToken)
    {
        var hold = new DiskHold();
        try
        {
            foreach (string file in files)
            {
                hold._files.Add(await OpenAsync(file, time, cancellationToken));
                if (ImageLock.IsWrittenByQemu(file)) throw InUse(file, "A QEMU that was not started by this site is writing it.");
            }

            return hold;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>Whether nobody has the file, now.</summary>
    public static bool IsFree(string file)
    {
        try
        {
            using SafeFileHandle handle = Open(file);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (SafeFileHandle file in _files) file.Dispose();
    }

    private static async Task<SafeFileHandle> OpenAsync(string file, TimeProvider time, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return Open(file);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new ReplicationException("SourceDiskMissing", file, "The disk image is not there.", "the image that machine.json names.", inner: error);
            }
            catch (IOException error)
            {
                if (time.GetElapsedTime(began) >= Limit) throw InUse(file, $"Another process holds it: {error.Message}");
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private static SafeFileHandle Open(string file) => File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    private static ReplicationException InUse(string file, string found) =>
        new("DiskInUse", file, found, "a disk that nobody reads or writes.", "Wait until the capture or failback is done, or close what has it open.");
}
