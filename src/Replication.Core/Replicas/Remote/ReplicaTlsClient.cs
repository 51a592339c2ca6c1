using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;

namespace Replication.Core.Replicas.Remote;

/// <summary>Our side of a connection: our certificate, and the same rules for the server's (chain, use, dates, revocation, name).</summary>
internal sealed class ReplicaTlsClient(string host, OwnCertificate own, CertificateTrust trust, TimeProvider time)
{
    private readonly SslStreamCertificateContext _certificate = SslStreamCertificateContext.Create(own.Certificate, own.Authorities, offline: true);

    /// <summary>Why the server was not believed the last time; null when it was.</summary>
    public ReplicationException? Refusal { get; private set; }

    public SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = host,
        ClientCertificateContext = _certificate,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        RemoteCertificateValidationCallback = (_, presented, chain, _) => IsAccepted(presented, chain),
    };

    private bool IsAccepted(X509Certificate? presented, X509Chain? chain)
    {
        using X509Certificate2? certificate = presented is null ? null : X509CertificateLoader.LoadCertificate(presented.GetRawCertData());
        try
        {
            CertificateVerifier.Require(certificate, chain?.ChainPolicy.ExtraStore ?? [], CertificateUse.Server, trust, time.GetUtcNow());
            CertificateNames.RequireHost(certificate!, host);
            Refusal = null;
        }
        catch (ReplicationException refused)
        {
            Refusal = refused;
        }

        return Refusal is null;
    }
}
