using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Replication.Core.Errors;

namespace Replication.Agent.Server.Hosting;

/// <summary>Reads the certificate of a server: a PKCS #12 file (.pfx, .p12), or PEM with the key in the same or another file.</summary>
public static class ServerCertificate
{
    /// <summary>Environment variable with the password of the file.</summary>
    public const string PasswordVariable = "REPLICATION_CERTIFICATE_PASSWORD";

    public static X509Certificate2 Load(string path, string? keyPath = null, string? password = null)
    {
        try
        {
            if (Path.GetExtension(path).ToLowerInvariant() is ".pfx" or ".p12") return WithKey(path, X509CertificateLoader.LoadPkcs12FromFile(path, password));
            using X509Certificate2 pem = string.IsNullOrEmpty(password)
                ? X509Certificate2.CreateFromPemFile(path, keyPath)
                : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);
            // TLS on Windows takes no ephemeral keys, which is what PEM files give.
            return WithKey(path, X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null));
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Invalid(path, error.Message, error);
        }
    }

    private static X509Certificate2 WithKey(string path, X509Certificate2 certificate)
    {
        if (certificate.HasPrivateKey) return certificate;
        certificate.Dispose();
        throw Invalid(path, "It has no private key.", null);
    }

    private static ReplicationException Invalid(string path, string found, Exception? inner) => new(
        "CertificateInvalid", path, found, "a PFX file, or a PEM file with certificate and private key.",
        $"The password, if there is one, goes into {PasswordVariable}.", inner);
}
