namespace Replication.Runtime.Hosting;

/// <summary>One host per workspace: a file opened for oneself alone, which the system lets go when the process dies.</summary>
public sealed class HostLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _file;

    private HostLock(FileStream file) => _file = file;

    /// <summary>Null while another host has it.</summary>
    public static HostLock? TryAcquire(HostFolder folder) => TryAcquire(folder, folder.Lock);

    /// <summary>
    /// For the host that has the lock: says that from now on an address in its folder is its own. It waits for those who are looking whether
    /// somebody has said so.
    /// </summary>
    public static async Task<HostLock> BeginAnsweringAsync(HostFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryAcquire(folder, folder.Answering) is { } held) return held;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>
    /// Whether a host says that the address in its folder is its own. Who looks takes nothing that another one who looks could mistake for a host.
    /// </summary>
    public static bool IsAnswering(HostFolder folder)
    {
        if (!File.Exists(folder.Answering)) return false;
        try
        {
            using var look = new FileStream(folder.Answering, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();

    private static HostLock? TryAcquire(HostFolder folder, string path)
    {
        try
        {
            return new HostLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (Directory.Exists(folder.Folder))
        {
            return null;
        }
    }
}
