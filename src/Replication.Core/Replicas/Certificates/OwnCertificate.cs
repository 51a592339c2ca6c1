using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Replication.Core.Errors;

namespace Replication.Core.Replicas.Certificates;

/// <summary>
/// What this side shows of itself: a certificate with its private key, and those of the authorities between it and the one that the other side
/// trusts, which are sent along. From a PKCS #12 file (.pfx, .p12), from PEM with the key in the same or another file, or from the store of Windows.
/// </summary>
/// <param name="Certificate">With private key.</param>
/// <param name="Authorities">The others of the file.</param>
public sealed record OwnCertificate(X509Certificate2 Certificate, X509Certificate2Collection Authorities) : IDisposable
{
    /// <summary>Environment variable with the password of the file.</summary>
    public const string PasswordVariable = "REPLICATION_CERTIFICATE_PASSWORD";

    /// <exception cref="ReplicationException">CertificateInvalid</exception>
    public static OwnCertificate Load(string path, string? keyPath = null, string? password = null)
    {
        try
        {
            X509Certificate2Collection all = Path.GetExtension(path).ToLowerInvariant() is ".pfx" or ".p12"
                ? X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password)
                : LoadPem(path, keyPath, password);
            return Split(path, all);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Invalid(path, error.Message, error);
        }
    }

    /// <summary>From the machine's personal store, which Windows alone has.</summary>
    /// <exception cref="ReplicationException">CertificateInvalid</exception>
    public static OwnCertificate FromStore(string thumbprint)
    {
        string name = $"Certificate {thumbprint} of the machine's store";
        if (!OperatingSystem.IsWindows()) throw Invalid(name, "This system has no such store.", null);
        using var store = new X509Store(StoreName.My, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        X509Certificate2Collection found = store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false);
        return found.Count > 0 ? Split(name, found) : throw Invalid(name, "It is not there.", null);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (X509Certificate2 authority in Authorities) authority.Dispose();
    }

    private static X509Certificate2Collection LoadPem(string path, string? keyPath, string? password)
    {
        using X509Certificate2 pem = string.IsNullOrEmpty(password)
            ? X509Certificate2.CreateFromPemFile(path, keyPath)
            : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);
        // TLS on Windows takes no ephemeral keys, which is what PEM files give.
        var all = new X509Certificate2Collection(X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null));
        all.AddRange(TrustFiles.ReadCertificates(path).Where(other => other.Thumbprint != pem.Thumbprint).ToArray());
        return all;
    }

    private static OwnCertificate Split(string name, X509Certificate2Collection all)
    {
        if (all.FirstOrDefault(certificate => certificate.HasPrivateKey) is { } own)
            return new OwnCertificate(own, [.. all.Where(certificate => !ReferenceEquals(certificate, own))]);
        foreach (X509Certificate2 certificate in all) certificate.Dispose();
        throw Invalid(name, "It has no private key.", null);
    }

    private static ReplicationException Invalid(string name, string found, Exception? inner) => new(
        "CertificateInvalid", name, found, "a PFX file, or a PEM file with certificate and private key.",
        $"The password, if there is one, goes into {PasswordVariable}.", inner);
}
