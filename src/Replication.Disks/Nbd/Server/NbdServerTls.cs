using System.Security.Cryptography.X509Certificates;

namespace Replication.Disks.Nbd;

/// <summary>How a server speaks TLS.</summary>
public sealed record NbdServerTls
{
    /// <summary>With its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Set to let in only clients with a certificate that one of these signed.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>False also serves, in clear, clients that do not ask for TLS.</summary>
    public bool Required { get; init; } = true;
}
