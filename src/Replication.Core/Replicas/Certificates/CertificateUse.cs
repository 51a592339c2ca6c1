namespace Replication.Core.Replicas.Certificates;

/// <summary>What a certificate is shown for, which its extended key usage (RFC 5280, 4.2.1.12) must allow.</summary>
public enum CertificateUse
{
    /// <summary>A primary, or an administrator, that connects (1.3.6.1.5.5.7.3.2).</summary>
    Client,

    /// <summary>A replica server that answers (1.3.6.1.5.5.7.3.1).</summary>
    Server,
}
