namespace Replication.Runtime.Hosting;

/// <summary>One host per workspace: a file opened for oneself alone, which the system lets go when the process dies.</summary>
public sealed class HostLock : IDisposable
{
    private readonly FileStream _file;

    private HostLock(FileStream file) => _file = file;

    /// <summary>Null while another host has it.</summary>
    public static HostLock? TryAcquire(HostFolder folder)
    {
        try
        {
            return new HostLock(new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (Directory.Exists(folder.Folder))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
