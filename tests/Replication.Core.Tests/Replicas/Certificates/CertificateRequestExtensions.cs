using System.Security.Cryptography.X509Certificates;

namespace Replication.Tests.Certificates;

internal static class CertificateRequestExtensions
{
    /// <summary>With the same extensions as another certificate.</summary>
    public static CertificateRequest WithExtensions(this CertificateRequest request, X509Certificate2 certificate)
    {
        foreach (X509Extension extension in certificate.Extensions) request.CertificateExtensions.Add(extension);
        return request;
    }
}
