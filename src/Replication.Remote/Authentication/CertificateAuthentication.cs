using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Replication.Remote.Authentication;

/// <summary>The connection proves this side; the server reads the tenant from the certificate, so requests carry nothing.</summary>
internal sealed class CertificateAuthentication : IRequestAuthentication
{
    private readonly X509Certificate2Collection _certificates;

    /// <param name="certificates">The first with its private key, then those that lead to its authority.</param>
    public CertificateAuthentication(X509Certificate2Collection certificates)
    {
        _certificates = certificates;
        Certificate = SslStreamCertificateContext.Create(certificates[0], certificates, offline: true);
    }

    public SslStreamCertificateContext? Certificate { get; }

    public void Apply(HttpRequestMessage request, ReadOnlySpan<byte> body, IReadOnlyCollection<string> headers, DateTimeOffset now)
    {
        // The connection says it all.
    }

    public void Dispose()
    {
        foreach (X509Certificate2 certificate in _certificates) certificate.Dispose();
    }
}
