using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;

namespace Replication.Core.Replicas.Remote;

/// <summary>A replica server as it is reached from here, by certificates over TLS.</summary>
public sealed record ReplicaTarget
{
    /// <summary>The name in the server's certificate.</summary>
    public required string Host { get; init; }

    public int Port { get; init; } = ReplicaServerSettings.DefaultHttpsPort;

    /// <summary>PFX or PEM file that shows who we are.</summary>
    public required string Certificate { get; init; }

    /// <summary>PEM file of its key, where that is not in the same file.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Authorities that the server's certificate must come from.</summary>
    public required string TrustAnchors { get; init; }

    public RevocationCheck Revocation { get; init; }

    public IReadOnlyList<string> RevocationLists { get; init; } = [];

    /// <summary>How long a connection, and an answer, may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public override string ToString() => $"{Host}:{Port}";

    /// <exception cref="ReplicationException">CertificateInvalid, TrustFileInvalid</exception>
    internal (OwnCertificate Own, CertificateTrust Trust) Load() => (
        OwnCertificate.Load(Certificate, CertificateKey, Environment.GetEnvironmentVariable(OwnCertificate.PasswordVariable)),
        CertificateTrust.Load(TrustAnchors, Revocation, RevocationLists));
}
