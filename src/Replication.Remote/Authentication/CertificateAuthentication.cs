using System.Net.Security;
using Replication.Core.Replicas.Certificates;

namespace Replication.Remote.Authentication;

/// <summary>The connection proves this side; the server reads the tenant from the certificate, so requests carry nothing.</summary>
internal sealed class CertificateAuthentication(OwnCertificate own) : IRequestAuthentication
{
    public SslStreamCertificateContext? Certificate { get; } = SslStreamCertificateContext.Create(own.Certificate, own.Authorities, offline: true);

    public void Apply(HttpRequestMessage request, ReadOnlySpan<byte> body, IReadOnlyCollection<string> headers, DateTimeOffset now)
    {
        // The connection says it all.
    }

    public void Dispose() => own.Dispose();
}
