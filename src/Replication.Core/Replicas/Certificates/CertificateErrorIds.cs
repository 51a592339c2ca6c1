namespace Replication.Core.Replicas.Certificates;

/// <summary>Why a certificate was not accepted (HVR-16), one id for each reason. docs/errors.md lists them.</summary>
public static class CertificateErrorIds
{
    /// <summary>What all of them begin with.</summary>
    public const string Prefix = "CertificateRejected.";

    public const string Missing = "CertificateRejected.Missing";
    public const string WrongVersion = "CertificateRejected.WrongVersion";
    public const string WrongUsage = "CertificateRejected.WrongUsage";
    public const string NotYetValid = "CertificateRejected.NotYetValid";
    public const string Expired = "CertificateRejected.Expired";
    public const string Untrusted = "CertificateRejected.Untrusted";
    public const string Revoked = "CertificateRejected.Revoked";
    public const string NoName = "CertificateRejected.NoName";
    public const string NameMismatch = "CertificateRejected.NameMismatch";
    public const string RevocationUnknown = "CertificateRejected.RevocationUnknown";
    public const string RevocationListOutdated = "CertificateRejected.RevocationListOutdated";
    public const string RevocationListInvalid = "CertificateRejected.RevocationListInvalid";

    /// <summary>A file of trust anchors or revocation lists that cannot be used.</summary>
    public const string TrustFileInvalid = "TrustFileInvalid";
}
