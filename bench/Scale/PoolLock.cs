using Replication.Catalog.Postgres;
using Replication.Core.Jobs;

namespace Replication.Bench.Scale;

/// <summary>An agent's right to run jobs of the shared catalog, announced there as a workspace's is.</summary>
internal sealed class PoolLock(PostgresAddress address, string name) : IWorkspaceLock
{
    private AgentPresence? _presence;

    public string? Holder => null;

    public bool IsShared => true;

    public async Task<IWorkspaceHold?> TryAcquireAsync()
    {
        _presence = await AgentPresence.BeginAsync(address, name, TimeProvider.System);
        return new Hold(_presence);
    }

    public async Task<bool> IsPresentAsync(string other, CancellationToken cancellationToken) =>
        other != name && _presence is { } presence && await presence.IsPresentAsync(other, cancellationToken);

    private sealed class Hold(AgentPresence presence) : IWorkspaceHold
    {
        public CancellationToken Lost => presence.Lost;

        public ValueTask DisposeAsync() => presence.DisposeAsync();
    }
}
