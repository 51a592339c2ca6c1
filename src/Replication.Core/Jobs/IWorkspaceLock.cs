namespace Replication.Core.Jobs;

/// <summary>
/// Who runs the jobs of a catalog. Where it is one process's own, exactly one process does; where several share it
/// (<see cref="IsShared"/>), each takes jobs that no other has, and leaves a job to its runner for as long as that one is there.
/// </summary>
public interface IWorkspaceLock
{
    /// <summary>Null while another process owns the workspace. Disposing gives it up; a dead process has given it up.</summary>
    Task<IWorkspaceHold?> TryAcquireAsync();

    /// <summary>The process that owns the workspace, for messages; null when nobody does or it is not known.</summary>
    string? Holder { get; }

    bool IsShared => false;

    /// <summary>Whether the process that calls itself so (<see cref="ReplicationJob.Owner"/>) may be running a job; asked by a holder alone.</summary>
    Task<bool> IsPresentAsync(string name, CancellationToken cancellationToken) => Task.FromResult(false);
}
