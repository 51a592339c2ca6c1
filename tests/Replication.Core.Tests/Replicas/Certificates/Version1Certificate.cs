using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Replication.Tests.Certificates;

/// <summary>A certificate as they were before 1996: without extensions, version 1, which .NET makes none of.</summary>
public static class Version1Certificate
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    public static X509Certificate2 Create(X509Certificate2 authority, string host, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var tbs = new AsnWriter(AsnEncodingRules.DER);
        using (tbs.PushSequence())
        {
            // No [0] version: the default is 1.
            tbs.WriteInteger(4711);
            WriteAlgorithm(tbs);
            tbs.WriteEncodedValue(authority.SubjectName.RawData);
            using (tbs.PushSequence())
            {
                tbs.WriteUtcTime(now.AddDays(-1));
                tbs.WriteUtcTime(now.AddDays(1));
            }

            tbs.WriteEncodedValue(new X500DistinguishedName($"CN={host}").RawData);
            tbs.WriteEncodedValue(key.ExportSubjectPublicKeyInfo());
        }

        byte[] signed = tbs.Encode();
        using ECDsa authorityKey = authority.GetECDsaPrivateKey()!;
        var certificate = new AsnWriter(AsnEncodingRules.DER);
        using (certificate.PushSequence())
        {
            certificate.WriteEncodedValue(signed);
            WriteAlgorithm(certificate);
            certificate.WriteBitString(authorityKey.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(certificate.Encode());
        using X509Certificate2 keyed = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    internal static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence()) writer.WriteObjectIdentifier(EcdsaWithSha256);
    }
}
