namespace Replication.Core.Replicas.Remote;

/// <summary>Setting up a replica server, on this machine or from afar: the same questions and the same refusals either way.</summary>
public interface IReplicaAdministration : IDisposable
{
    Task<ReplicaServerDocument> GetAsync(CancellationToken cancellationToken = default);

    Task<ReplicaServerSettings> SetAsync(ReplicaServerChange change, CancellationToken cancellationToken = default);

    Task<ReplicationAuthorization> AddAuthorizationAsync(AuthorizationChange entry, CancellationToken cancellationToken = default);

    Task<ReplicationAuthorization> SetAuthorizationAsync(string primary, AuthorizationChange change, CancellationToken cancellationToken = default);

    Task RemoveAuthorizationAsync(string primary, CancellationToken cancellationToken = default);
}
