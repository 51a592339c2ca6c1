using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Replication.Agent.Server.Hosting;
using Replication.Core.Replicas.Certificates;

namespace Replication.Agent.Server.Replicas;

/// <summary>
/// Connections over TLS whose clients may show a certificate. The handshake takes any: a connection that just ends tells the admin at the other side
/// nothing, so a certificate that is not accepted is refused with its reason in the answer to the first request.
/// </summary>
internal sealed class ReplicaTls(RenewedFile<OwnCertificate> own) : IConnectionTls
{
    private (OwnCertificate Certificate, SslStreamCertificateContext Context)? _last;

    public SslServerAuthenticationOptions OptionsFor(ConnectionContext connection) => new()
    {
        ServerCertificateContext = Context(),
        ClientCertificateRequired = true,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        // A resumed session brings the client's certificate without the authorities that were sent with it.
        AllowTlsResume = false,
        RemoteCertificateValidationCallback = (_, presented, chain, _) =>
        {
            if (presented is not null) PresentedCertificate.Attach(connection.Items, presented, chain);
            return true;
        },
    };

    private SslStreamCertificateContext Context()
    {
        OwnCertificate current = own.Current;
        if (_last is { } last && ReferenceEquals(last.Certificate, current)) return last.Context;
        SslStreamCertificateContext made = SslStreamCertificateContext.Create(current.Certificate, current.Authorities, offline: true);
        _last = (current, made);
        return made;
    }
}
