namespace Replication.Core.Replicas;

/// <summary>Ids under which a replica server, its settings and its test refuse. docs/errors.md lists them.</summary>
public static class ReplicaErrorIds
{
    public const string ReplicaServerDisabled = "ReplicaServerDisabled";
    public const string NotAuthorized = "NotAuthorized";
    public const string AdministratorOnly = "AdministratorOnly";
    public const string StorageLocationRequired = "StorageLocationRequired";
    public const string StorageLocationOverlaps = "StorageLocationOverlaps";
    public const string EncryptionNeedsCertificate = "EncryptionNeedsCertificate";
    public const string EncryptionRequired = "EncryptionRequired";
    public const string AuthenticationNotAllowed = "AuthenticationNotAllowed";
    public const string KerberosNotAvailable = "KerberosNotAvailable";
    public const string TrustAnchorsRequired = "TrustAnchorsRequired";
    public const string ReplicaServerInvalid = "ReplicaServerInvalid";
    public const string AuthorizationInvalid = "AuthorizationInvalid";
    public const string AuthorizationNotFound = "AuthorizationNotFound";
    public const string AnyServerAllowed = "AnyServerAllowed";
    public const string ClusterNeedsSameDomain = "ClusterNeedsSameDomain";

    public const string HostNotResolved = "HostNotResolved";
    public const string ReplicaUnreachable = "ReplicaUnreachable";
    public const string PortClosed = "PortClosed";
    public const string TlsHandshakeFailed = "TlsHandshakeFailed";
    public const string ReplicaProtocolUnknown = "ReplicaProtocolUnknown";
    public const string ReplicaClockSkewed = "ReplicaClockSkewed";
    public const string ReplicaStorageNotWritable = "ReplicaStorageNotWritable";
    public const string ReplicaStorageLow = "ReplicaStorageLow";
    public const string TrafficNotEncrypted = "TrafficNotEncrypted";
    public const string ReplicaServerRefused = "ReplicaServerRefused";
}
