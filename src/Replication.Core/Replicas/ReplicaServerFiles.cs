using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;

namespace Replication.Core.Replicas;

/// <summary>Certificate and trust of a replica server, from the files (or the store of Windows) that its settings name.</summary>
public static class ReplicaServerFiles
{
    private const int ThumbprintDigits = 40;

    /// <summary>The server's certificate, read again when its file changes; null where none is set.</summary>
    public static RenewedFile<OwnCertificate>? Certificate(ReplicaServerSettings settings)
    {
        if (settings.Certificate is not { } certificate) return null;
        return IsThumbprint(certificate)
            ? new RenewedFile<OwnCertificate>(() => OwnCertificate.FromStore(certificate))
            : new RenewedFile<OwnCertificate>(
                () => OwnCertificate.Load(certificate, settings.CertificateKey, Environment.GetEnvironmentVariable(OwnCertificate.PasswordVariable)),
                [certificate, .. settings.CertificateKey is { } key ? new[] { key } : []]);
    }

    /// <summary>Whether the text names a certificate of the machine's store and no file.</summary>
    internal static bool IsThumbprint(string certificate) => certificate.Length == ThumbprintDigits && certificate.All(char.IsAsciiHexDigit);

    /// <summary>Whom it trusts, read again when a file changes; null where certificates are not allowed.</summary>
    public static RenewedFile<CertificateTrust>? Trust(ReplicaServerSettings settings) =>
        settings.TrustAnchors is { } anchors && settings.Allows(ReplicaAuthentication.Certificate)
            ? new RenewedFile<CertificateTrust>(
                () => CertificateTrust.Load(anchors, settings.Revocation, settings.RevocationLists), [anchors, .. settings.RevocationLists])
            : null;

    /// <summary>Refuses what could not be served: who changes the settings is here, who would find it in the log is not.</summary>
    /// <exception cref="ReplicationException">CertificateInvalid, TrustFileInvalid</exception>
    public static void RequireReadable(ReplicaServerSettings settings)
    {
        if (!settings.Listens) return;
        _ = Certificate(settings)?.Current;
        _ = Trust(settings)?.Current;
    }
}
