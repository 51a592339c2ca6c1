using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Replication.Core.Errors;

namespace Replication.Core.Replicas.Certificates;

/// <summary>
/// Decides whether a certificate that the other side of a connection proved to hold is accepted (HVR-16): X.509 version 3, valid now,
/// meant for this use, from one of our authorities and no other, and not taken back. The same rules for both sides. Nothing is fetched from the
/// network, and the system's own authorities count for nothing. Whom the certificate names is for the caller to judge.
/// </summary>
public static class CertificateVerifier
{
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const int Version3 = 3;

    /// <param name="certificate">What the other side showed; null for nothing.</param>
    /// <param name="sent">Certificates that came with it, of authorities in between.</param>
    /// <param name="use">What it is shown for.</param>
    /// <param name="trust">Whom we believe.</param>
    /// <param name="now">The time at which it must be valid.</param>
    /// <exception cref="ReplicationException">CertificateRejected.* for each reason.</exception>
    public static void Require(X509Certificate2? certificate, IEnumerable<X509Certificate2> sent, CertificateUse use, CertificateTrust trust, DateTimeOffset now)
    {
        if (certificate is null)
        {
            throw new ReplicationException(
                CertificateErrorIds.Missing, "The connection", "The other side showed no certificate.", $"a certificate for {(use == CertificateUse.Client ? "clients" : "servers")}.");
        }

        RequireVersion(certificate);
        RequireTime(certificate, now);
        RequireUsage(certificate, use);
        using var chain = new X509Chain();
        Configure(chain.ChainPolicy, sent, use, trust, now);
        try
        {
            RequireChain(chain, certificate, now);
            if (trust.Revocation == RevocationCheck.Lists) RequireNotRevoked(chain, trust, now);
        }
        finally
        {
            foreach (X509ChainElement element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

    private static void Configure(X509ChainPolicy policy, IEnumerable<X509Certificate2> sent, CertificateUse use, CertificateTrust trust, DateTimeOffset now)
    {
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (X509Certificate2 anchor in trust.Anchors) policy.CustomTrustStore.Add(anchor);
        foreach (X509Certificate2 between in sent) policy.ExtraStore.Add(between);
        policy.DisableCertificateDownloads = true;
        // The platform would ask the network; lists are consulted below.
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.VerificationTime = now.UtcDateTime;
        // Authorities may be limited to a use as well.
        policy.ApplicationPolicy.Add(new Oid(use == CertificateUse.Client ? ClientUsage : ServerUsage));
    }

    private static void RequireVersion(X509Certificate2 certificate)
    {
        if (certificate.Version != Version3)
            throw CertificateRefusal.Of(CertificateErrorIds.WrongVersion, certificate, $"It is of version {certificate.Version}.", "an X.509 certificate of version 3.");
    }

    private static void RequireTime(X509Certificate2 certificate, DateTimeOffset now)
    {
        if (now < certificate.NotBefore)
        {
            throw CertificateRefusal.Of(
                CertificateErrorIds.NotYetValid, certificate, $"It is valid from {CertificateRefusal.Time(certificate.NotBefore)}; here it is {CertificateRefusal.Time(now)}.",
                "a certificate that is valid now.", "Compare the clocks of both sides.");
        }

        if (now > certificate.NotAfter)
        {
            throw CertificateRefusal.Of(
                CertificateErrorIds.Expired, certificate, $"It expired at {CertificateRefusal.Time(certificate.NotAfter)}; here it is {CertificateRefusal.Time(now)}.",
                "a certificate that is valid now.", "Renew it.");
        }
    }

    private static void RequireUsage(X509Certificate2 certificate, CertificateUse use)
    {
        X509EnhancedKeyUsageExtension? extended = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        if (extended is null) throw WrongUsage(certificate, "It has no extended key usage.", use);
        string?[] usages = [.. extended.EnhancedKeyUsages.Cast<Oid>().Select(usage => usage.Value)];
        if (!usages.Contains(use == CertificateUse.Client ? ClientUsage : ServerUsage))
            throw WrongUsage(certificate, $"Its extended key usage is {string.Join(", ", usages)}.", use);

        X509KeyUsageExtension? key = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        if (key is not null && !key.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature)) throw WrongUsage(certificate, "Its key may not be used for signatures.", use);
    }

    private static ReplicationException WrongUsage(X509Certificate2 certificate, string found, CertificateUse use) => CertificateRefusal.Of(
        CertificateErrorIds.WrongUsage, certificate, found,
        use == CertificateUse.Client ? $"client authentication ({ClientUsage})." : $"server authentication ({ServerUsage}).");

    private static void RequireChain(X509Chain chain, X509Certificate2 certificate, DateTimeOffset now)
    {
        bool isBuilt = chain.Build(certificate);
        foreach (X509Certificate2 authority in chain.ChainElements.Skip(1).Select(element => element.Certificate))
        {
            RequireVersion(authority);
            RequireTime(authority, now);
        }

        if (isBuilt) return;
        X509ChainStatusFlags status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if (status == X509ChainStatusFlags.NotValidForUsage)
        {
            throw CertificateRefusal.Of(
                CertificateErrorIds.WrongUsage, certificate, "An authority in its chain may not issue certificates for this use.", "authorities that may.");
        }

        throw CertificateRefusal.Of(
            CertificateErrorIds.Untrusted, certificate, $"It does not come from an authority that is trusted here (issuer {certificate.Issuer}; {status}).",
            "a certificate of one of the trust anchors.", "Add its authority to the trust anchors, if it is to be trusted.");
    }

    /// <summary>An anchor is trusted because the administrator says so; every other certificate of the chain has an authority that may take it back.</summary>
    private static void RequireNotRevoked(X509Chain chain, CertificateTrust trust, DateTimeOffset now)
    {
        for (int i = 0; i < chain.ChainElements.Count - 1; i++)
        {
            X509Certificate2 certificate = chain.ChainElements[i].Certificate;
            if (RevocationListOf(certificate, chain.ChainElements[i + 1].Certificate, trust, now).Contains(certificate))
                throw CertificateRefusal.Of(CertificateErrorIds.Revoked, certificate, $"Its authority {certificate.Issuer} has revoked it.", "a certificate that is not revoked.", "Have a new one issued.");
        }
    }

    private static RevocationList RevocationListOf(X509Certificate2 certificate, X509Certificate2 authority, CertificateTrust trust, DateTimeOffset now)
    {
        RevocationList[] named = [.. trust.Lists.Where(list => list.Issuer.RawData.AsSpan().SequenceEqual(authority.SubjectName.RawData))];
        if (named.Length == 0)
        {
            throw CertificateRefusal.Of(
                CertificateErrorIds.RevocationUnknown, certificate, $"There is no revocation list of {authority.Subject}.", "a list of each authority in the chain.",
                "Add the list, or switch the check of revocation off.");
        }

        // Two authorities may share a name, as one does with itself after it has changed its key.
        RevocationList newest = named.Where(list => list.IsSignedBy(authority)).MaxBy(list => list.ThisUpdate)
            ?? throw CertificateRefusal.Of(
                CertificateErrorIds.RevocationListInvalid, certificate, $"The revocation list of {authority.Subject} is not signed by it.", "a list that its authority signed.");
        if (newest.ThisUpdate > now || newest.NextUpdate < now)
        {
            throw CertificateRefusal.Of(
                CertificateErrorIds.RevocationListOutdated, certificate,
                $"The revocation list of {authority.Subject} is of {CertificateRefusal.Time(newest.ThisUpdate)}, good until "
                + $"{(newest.NextUpdate is { } next ? CertificateRefusal.Time(next) : "further notice")}; here it is {CertificateRefusal.Time(now)}.",
                "a list that is up to date.", "Fetch the newest list of this authority.");
        }

        return newest;
    }
}
