namespace Replication.Core.Replicas;

/// <summary>How a primary proves to a replica server who it is.</summary>
public enum ReplicaAuthentication
{
    /// <summary>X.509 certificates on both sides, over TLS.</summary>
    Certificate,

    /// <summary>An access key that signs every request (Signature Version 4); over TLS, or in clear where encryption is not required.</summary>
    AccessKey,

    /// <summary>Kerberos by way of HTTP Negotiate, in clear.</summary>
    Kerberos,
}
