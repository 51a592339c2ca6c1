namespace Replication.Core.Replicas.Remote;

/// <summary>The replica server of this workspace's agent. What primaries do there is known to the agent alone.</summary>
public sealed class LocalReplicaAdministration(ReplicaServerCatalog catalog) : IReplicaAdministration
{
    public async Task<ReplicaServerDocument> GetAsync(CancellationToken cancellationToken = default)
    {
        ReplicaServerState state = await catalog.GetAsync(cancellationToken);
        return new ReplicaServerDocument(ReplicaHost.Local(state.Settings.IsClustered), state.Settings, state.Authorizations, [], new Dictionary<string, long>());
    }

    public Task<ReplicaServerSettings> SetAsync(ReplicaServerChange change, CancellationToken cancellationToken = default) =>
        catalog.SetAsync(change.Apply, cancellationToken: cancellationToken);

    public Task<ReplicationAuthorization> AddAuthorizationAsync(AuthorizationChange entry, CancellationToken cancellationToken = default) => catalog.AddAuthorizationAsync(
        entry.AllowedPrimaryServer ?? "", entry.Role ?? AuthorizationRole.Primary, entry.ReplicaStorageLocation, entry.TrustGroup, cancellationToken: cancellationToken);

    public async Task<ReplicationAuthorization> SetAuthorizationAsync(string primary, AuthorizationChange change, CancellationToken cancellationToken = default) =>
        await catalog.SetAuthorizationAsync(
            await catalog.GetAuthorizationAsync(primary, cancellationToken), change.ReplicaStorageLocation, change.TrustGroup, cancellationToken: cancellationToken);

    public async Task RemoveAuthorizationAsync(string primary, CancellationToken cancellationToken = default) =>
        await catalog.RemoveAuthorizationAsync(await catalog.GetAuthorizationAsync(primary, cancellationToken), cancellationToken: cancellationToken);

    public void Dispose()
    {
        // The catalog is the workspace's.
    }
}
