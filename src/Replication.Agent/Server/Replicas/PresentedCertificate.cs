using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Replication.Agent.Server.Replicas;

/// <summary>The certificate whose key a connection proved to hold, not judged yet, and what came with it.</summary>
internal sealed class PresentedCertificate(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> sent)
{
    private static readonly object Key = new();

    public X509Certificate2 Certificate => certificate;

    public IReadOnlyList<X509Certificate2> Sent => sent;

    /// <summary>The last judgement, so that not every request of a connection asks for one.</summary>
    public CertificateVerdict? Verdict { get; set; }

    public static void Attach(IDictionary<object, object?> connection, X509Certificate presented, X509Chain? chain)
    {
        // What the handshake hands out is disposed with it.
        X509Certificate2[] sent = [.. (chain?.ChainPolicy.ExtraStore ?? []).Select(Copy)];
        connection[Key] = new PresentedCertificate(Copy(presented), sent);
    }

    public static PresentedCertificate? Of(HttpContext http) => http.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out object? found) == true ? found as PresentedCertificate : null;

    private static X509Certificate2 Copy(X509Certificate certificate) => X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
}
