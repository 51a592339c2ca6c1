namespace Replication.Core.Jobs;

/// <summary>Exactly one process owns a workspace and runs its jobs.</summary>
public interface IWorkspaceLock
{
    /// <summary>Null while another process owns the workspace. Disposing gives it up; a dead process has given it up.</summary>
    Task<IAsyncDisposable?> TryAcquireAsync();

    /// <summary>The process that owns the workspace, for messages; null when nobody does or it is not known.</summary>
    string? Holder { get; }
}
