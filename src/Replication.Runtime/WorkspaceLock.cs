using System.Text;
using Replication.Core.Jobs;

namespace Replication.Runtime;

/// <summary>
/// The owner's lock: a file opened for oneself alone, which the system lets go when the process dies. Who holds it is
/// written beside it, for messages only. Within a process, too, there is one holder at a time: one runs the queue, the
/// others follow.
/// </summary>
internal sealed class WorkspaceLock(string folder, string owner) : IWorkspaceLock
{
    private readonly string _lockPath = Path.Combine(folder, "owner.lock");
    private readonly string _holderPath = Path.Combine(folder, "owner");
    private readonly Lock _gate = new();
    private FileStream? _file;

    /// <summary>Called with every change of ownership while it is certain that nobody uses the sites.</summary>
    public Func<Task> OwnershipChanging { get; set; } = () => Task.CompletedTask;

    /// <summary>Whether this process owns the workspace at the moment.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate) return _file is not null;
        }
    }

    public string? Holder
    {
        get
        {
            try
            {
                return File.ReadAllText(_holderPath);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    public async Task<IWorkspaceHold?> TryAcquireAsync()
    {
        lock (_gate)
        {
            if (_file is not null) return null;
            try
            {
                _file = new FileStream(_lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                return null;
            }

            NameHolder(() => File.WriteAllText(_holderPath, owner, Encoding.UTF8));
        }

        try
        {
            await OwnershipChanging();
        }
        catch
        {
            LetGo();
            throw;
        }

        return new Hold(this);
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await OwnershipChanging();
        }
        finally
        {
            LetGo();
        }
    }

    private void LetGo()
    {
        lock (_gate)
        {
            NameHolder(() => File.Delete(_holderPath));
            _file?.Dispose();
            _file = null;
        }
    }

    /// <summary>The name is for messages: a full disk must not keep anybody from owning or giving up the workspace.</summary>
    private static void NameHolder(Action change)
    {
        try
        {
            change();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The lock itself is what counts.
        }
    }

    private sealed class Hold(WorkspaceLock held) : IWorkspaceHold
    {
        private WorkspaceLock? _held = held;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _held, null) is { } toRelease) await toRelease.ReleaseAsync();
        }
    }
}
