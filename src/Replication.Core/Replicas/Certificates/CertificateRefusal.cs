using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Replication.Core.Errors;

namespace Replication.Core.Replicas.Certificates;

/// <summary>The words of a refusal: which certificate, by subject and thumbprint, so that the admin at the other side finds it.</summary>
internal static class CertificateRefusal
{
    public static string Describe(X509Certificate2 certificate) => $"Certificate {certificate.Subject} ({certificate.Thumbprint})";

    public static ReplicationException Of(string errorId, X509Certificate2 certificate, string found, string needed, string? nextStep = null) =>
        new(errorId, Describe(certificate), found, needed, nextStep);

    public static string Time(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => Time(time.UtcDateTime);
}
