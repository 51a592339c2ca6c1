using System.Collections.Concurrent;
using Replication.Core.Jobs;

namespace Replication.Core.Tests.Support;

/// <summary>Several processes that run jobs of one catalog at once, each under a name; one can lose its hold, or die.</summary>
public sealed class SharedOwners
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _present = new();

    public IWorkspaceLock Of(string name) => new Process(this, name);

    /// <summary>As when the network is cut: the others take it for dead, and it is told.</summary>
    public void Lose(string name)
    {
        if (_present.TryRemove(name, out CancellationTokenSource? lost)) lost.Cancel();
    }

    /// <summary>The others take it for dead, and it has not noticed yet.</summary>
    public void Forget(string name) => _present.TryRemove(name, out _);

    private sealed class Process(SharedOwners owners, string name) : IWorkspaceLock
    {
        public string? Holder => null;

        public bool IsShared => true;

        public Task<IWorkspaceHold?> TryAcquireAsync()
        {
            var lost = new CancellationTokenSource();
            return Task.FromResult<IWorkspaceHold?>(owners._present.TryAdd(name, lost) ? new Hold(owners, name, lost) : null);
        }

        public Task<bool> IsPresentAsync(string other, CancellationToken cancellationToken) => Task.FromResult(other != name && owners._present.ContainsKey(other));
    }

    private sealed class Hold(SharedOwners owners, string name, CancellationTokenSource lost) : IWorkspaceHold
    {
        public CancellationToken Lost => lost.Token;

        public ValueTask DisposeAsync()
        {
            owners._present.TryRemove(name, out _);
            return ValueTask.CompletedTask;
        }
    }
}
