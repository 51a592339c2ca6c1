namespace Replication.Core.Replicas;

/// <summary>A replica server as it is set up at one moment.</summary>
public sealed record ReplicaServerState(ReplicaServerSettings Settings, IReadOnlyList<ReplicationAuthorization> Authorizations);
