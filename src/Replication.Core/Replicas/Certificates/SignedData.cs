using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Replication.Core.Replicas.Certificates;

/// <summary>Checks the signature of an authority over something else than a certificate. RSA with PKCS #1 v1.5 and ECDSA, both with SHA-2.</summary>
internal static class SignedData
{
    /// <summary>Signature algorithms by object identifier (RFC 8017, A.2.4; RFC 5758, 3.2).</summary>
    private static readonly Dictionary<string, (HashAlgorithmName Hash, bool IsRsa)> Algorithms = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.11"] = (HashAlgorithmName.SHA256, true),
        ["1.2.840.113549.1.1.12"] = (HashAlgorithmName.SHA384, true),
        ["1.2.840.113549.1.1.13"] = (HashAlgorithmName.SHA512, true),
        ["1.2.840.10045.4.3.2"] = (HashAlgorithmName.SHA256, false),
        ["1.2.840.10045.4.3.3"] = (HashAlgorithmName.SHA384, false),
        ["1.2.840.10045.4.3.4"] = (HashAlgorithmName.SHA512, false),
    };

    /// <param name="signer">Whose key must have made the signature; its key usage must allow lists where it has one.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="algorithmIdentifier">AlgorithmIdentifier in DER.</param>
    /// <param name="signature">As it lies in the bit string.</param>
    public static bool Verify(X509Certificate2 signer, byte[] data, byte[] algorithmIdentifier, byte[] signature)
    {
        X509KeyUsageExtension? usage = signer.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        if (usage is not null && !usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign)) return false;
        string identifier = new AsnReader(algorithmIdentifier, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier();
        if (!Algorithms.TryGetValue(identifier, out (HashAlgorithmName Hash, bool IsRsa) algorithm)) return false;
        try
        {
            if (algorithm.IsRsa)
            {
                using RSA? rsa = signer.GetRSAPublicKey();
                return rsa?.VerifyData(data, signature, algorithm.Hash, RSASignaturePadding.Pkcs1) == true;
            }

            using ECDsa? ecdsa = signer.GetECDsaPublicKey();
            return ecdsa?.VerifyData(data, signature, algorithm.Hash, DSASignatureFormat.Rfc3279DerSequence) == true;
        }
        catch (CryptographicException)
        {
            // A key that cannot be used proves nothing.
            return false;
        }
    }
}
