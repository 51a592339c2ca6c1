using System.Security.Cryptography.X509Certificates;
using Replication.Core.Errors;

namespace Replication.Core.Replicas.Certificates;

/// <summary>Names of hosts in certificates (RFC 6125).</summary>
public static class CertificateNames
{
    /// <summary>
    /// The hosts whose certificate this is: the DNS names among the subject's alternative names or, where it has none, its common
    /// name. A name with a wildcard is that of no host in particular and left out. In the form that DNS compares: ASCII, lower case.
    /// </summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        string[] alternative =
        [
            .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames()).Where(name => name.Length > 0),
        ];
        // The simple name is the common name only where there is one; else it may be any part of the subject.
        string[] names = alternative.Length > 0 ? alternative : [.. CommonNames(certificate)];
        return [.. names.Select(HostNames.TryNormalize).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether the certificate is one for this host, by its alternative names alone; a wildcard counts for one label.</summary>
    public static bool Cover(X509Certificate2 certificate, string host) => certificate.MatchesHostname(host, allowWildcards: true, allowCommonName: false);

    /// <exception cref="ReplicationException">CertificateRejected.NameMismatch</exception>
    public static void RequireHost(X509Certificate2 certificate, string host)
    {
        if (Cover(certificate, host)) return;
        IReadOnlyList<string> names = Of(certificate);
        throw new ReplicationException(
            CertificateErrorIds.NameMismatch, CertificateRefusal.Describe(certificate), $"It is not for {host} but for {(names.Count > 0 ? string.Join(", ", names) : "no host")}.",
            $"a certificate whose subject alternative names have {host}.", "Use the name that the certificate has, or give the server one for this name.");
    }

    private static IEnumerable<string> CommonNames(X509Certificate2 certificate)
    {
        const string commonName = "2.5.4.3";
        return certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == commonName)
            .Select(part => part.GetSingleElementValue()).OfType<string>();
    }
}
