using System.Text;

namespace Replication.Store.Files;

/// <summary>
/// The right to be the only writer: an exclusive lock on <c>lock</c> that the operating system releases with the
/// process, however it ends. Who holds it is written beside it, for the error text only. Some network file systems
/// grant every lock; the same lock is therefore asked for a second time, and if that succeeds too it is worth nothing.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private const int MaximumHolderText = 1024;

    private readonly IStoreFile _file;

    private StoreLock(IStoreFile file) => _file = file;

    public static StoreLock Take(IStoreFiles files, string directory, bool trustUnenforced)
    {
        string path = Path.Combine(directory, "lock");
        IStoreFile file = files.TryLock(path, create: true) ?? throw StoreErrors.Locked(directory, Holder(files, directory));
        try
        {
            using (IStoreFile? second = files.TryLock(path, create: false))
            {
                if (second is not null && !trustUnenforced) throw StoreErrors.LockNotEnforced(directory);
            }

            WriteHolder(files, directory);
            return new StoreLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    private static string HolderPath(string directory) => Path.Combine(directory, "lock.holder");

    private static void WriteHolder(IStoreFiles files, string directory)
    {
        try
        {
            using IStoreFile holder = files.Open(HolderPath(directory), StoreFileAccess.OpenOrCreate);
            holder.SetLength(0);
            holder.Write(0, Encoding.UTF8.GetBytes($"process {Environment.ProcessId} on {Environment.MachineName}"));
        }
        catch (Exception error) when (StoreFaults.IsFull(error))
        {
            // It serves an error text; what is in a store that is full can be read, and made less.
        }
    }

    private static string Holder(IStoreFiles files, string directory)
    {
        try
        {
            using IStoreFile holder = files.Open(HolderPath(directory), StoreFileAccess.Read);
            var text = new byte[MaximumHolderText];
            return Encoding.UTF8.GetString(text, 0, holder.Read(0, text));
        }
        catch (Exception error) when (StoreFaults.IsForeign(error))
        {
            return "unknown";
        }
    }
}
