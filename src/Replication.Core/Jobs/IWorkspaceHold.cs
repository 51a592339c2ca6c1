namespace Replication.Core.Jobs;

/// <summary>The right to run jobs, until it is disposed or lost.</summary>
public interface IWorkspaceHold : IAsyncDisposable
{
    /// <summary>Cancelled when others can no longer tell that this process is there: they will take over what it runs.</summary>
    CancellationToken Lost => CancellationToken.None;
}
