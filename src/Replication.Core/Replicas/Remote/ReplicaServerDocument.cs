namespace Replication.Core.Replicas.Remote;

/// <summary>A replica server as its administrators see it from afar.</summary>
/// <param name="Host">The machine.</param>
/// <param name="Settings">How it is set up.</param>
/// <param name="Authorizations">Who may do what.</param>
/// <param name="Activity">Primaries that were there since it listens.</param>
/// <param name="Refusals">How often each error id was answered since then.</param>
public sealed record ReplicaServerDocument(
    ReplicaHost Host, ReplicaServerSettings Settings, IReadOnlyList<ReplicationAuthorization> Authorizations,
    IReadOnlyList<PrimaryActivity> Activity, IReadOnlyDictionary<string, long> Refusals);
