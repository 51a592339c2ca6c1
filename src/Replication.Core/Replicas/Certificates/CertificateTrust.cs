using System.Security.Cryptography.X509Certificates;
using Replication.Core.Errors;

namespace Replication.Core.Replicas.Certificates;

/// <summary>Who is believed: the authorities that certificates must come from, and the lists of those that were taken back.</summary>
public sealed class CertificateTrust
{
    /// <exception cref="ReplicationException">TrustFileInvalid: no authority at all would trust nobody, silently.</exception>
    public CertificateTrust(IReadOnlyList<X509Certificate2> anchors, RevocationCheck revocation = RevocationCheck.None, IReadOnlyList<RevocationList>? lists = null)
    {
        if (anchors.Count == 0)
            throw new ReplicationException(CertificateErrorIds.TrustFileInvalid, "The trust anchors", "There are none.", "at least one certificate of an authority.");
        Anchors = anchors;
        Revocation = revocation;
        Lists = lists ?? [];
    }

    /// <summary>Self-signed certificates. Others in the list serve to build chains and end none.</summary>
    public IReadOnlyList<X509Certificate2> Anchors { get; }

    public RevocationCheck Revocation { get; }

    public IReadOnlyList<RevocationList> Lists { get; }

    /// <summary>Reads the files that an administrator names.</summary>
    /// <param name="anchors">PEM with one or more certificates, or one in DER.</param>
    /// <param name="revocation">Whether lists are consulted.</param>
    /// <param name="lists">Revocation lists, PEM or DER.</param>
    /// <exception cref="ReplicationException">TrustFileInvalid</exception>
    public static CertificateTrust Load(string anchors, RevocationCheck revocation = RevocationCheck.None, IEnumerable<string>? lists = null) =>
        new(TrustFiles.ReadCertificates(anchors), revocation, [.. (lists ?? []).SelectMany(TrustFiles.ReadLists)]);
}
