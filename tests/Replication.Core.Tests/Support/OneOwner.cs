using Replication.Core.Jobs;

namespace Replication.Core.Tests.Support;

/// <summary>One owner at a time, within this process.</summary>
public sealed class OneOwner : IWorkspaceLock
{
    private int _held;

    public string? Holder => _held == 1 ? "somebody" : null;

    public Task<IWorkspaceHold?> TryAcquireAsync() =>
        Task.FromResult<IWorkspaceHold?>(Interlocked.CompareExchange(ref _held, 1, 0) == 0 ? new Hold(this) : null);

    private sealed class Hold(OneOwner owner) : IWorkspaceHold
    {
        public ValueTask DisposeAsync()
        {
            Interlocked.Exchange(ref owner._held, 0);
            return ValueTask.CompletedTask;
        }
    }
}
