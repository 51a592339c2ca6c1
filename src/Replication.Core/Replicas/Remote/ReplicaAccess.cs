namespace Replication.Core.Replicas.Remote;

/// <summary>What a replica server says to somebody whom it let in: who they are to it, and what is theirs.</summary>
/// <param name="Protocol">Version of /replication/v1.</param>
/// <param name="Time">Clock of the server, UTC.</param>
/// <param name="Host">The server.</param>
/// <param name="Authentication">How the caller proved who it is.</param>
/// <param name="Encrypted">Whether this connection is over TLS (HVR-17, 18).</param>
/// <param name="Caller">Who the caller is to the server.</param>
/// <param name="IsAdministrator">Whether the caller may change the server.</param>
/// <param name="TrustGroup">With whom the caller shares replicas; null for administrators.</param>
/// <param name="StoreId">Id of the store of that group; null for administrators.</param>
/// <param name="FreeBytes">Free space where it lies, in bytes; null where the system does not tell.</param>
public sealed record ReplicaAccess(
    int Protocol, DateTimeOffset Time, ReplicaHost Host, ReplicaAuthentication Authentication, bool Encrypted, string Caller, bool IsAdministrator,
    string? TrustGroup = null, string? StoreId = null, long? FreeBytes = null);
