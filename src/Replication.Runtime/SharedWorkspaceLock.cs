using Replication.Catalog.Postgres;
using Replication.Core.Jobs;

namespace Replication.Runtime;

/// <summary>
/// One of several workspaces on one catalog: within its folder one process runs jobs at a time, as ever; beside it those of other
/// folders and machines do, each announced at the catalog for as long as it lives.
/// </summary>
internal sealed class SharedWorkspaceLock(WorkspaceLock folder, PostgresAddress catalog, string owner, TimeProvider time) : IWorkspaceLock
{
    private AgentPresence? _presence;

    public string? Holder => folder.Holder;

    public bool IsShared => true;

    public async Task<IWorkspaceHold?> TryAcquireAsync()
    {
        IWorkspaceHold? own = await folder.TryAcquireAsync();
        if (own is null) return null;
        try
        {
            _presence = await AgentPresence.BeginAsync(catalog, owner, time);
            return new Hold(own, _presence);
        }
        catch
        {
            await own.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the catalog shows as run by this very process was left behind: whoever asks is about to run jobs, and runs none yet.</summary>
    public async Task<bool> IsPresentAsync(string name, CancellationToken cancellationToken) =>
        name != owner && _presence is { } presence && await presence.IsPresentAsync(name, cancellationToken);

    private sealed class Hold(IWorkspaceHold own, AgentPresence presence) : IWorkspaceHold
    {
        public CancellationToken Lost => presence.Lost;

        public async ValueTask DisposeAsync()
        {
            await presence.DisposeAsync();
            await own.DisposeAsync();
        }
    }
}
