using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Replication.Tests.Certificates;

/// <summary>A delta list (RFC 5280, 5.2.4): it is signed well and leaves out nearly everything.</summary>
public static class CriticalList
{
    public static byte[] Create(TestAuthority authority, DateTimeOffset now)
    {
        var tbs = new AsnWriter(AsnEncodingRules.DER);
        using (tbs.PushSequence())
        {
            tbs.WriteInteger(1);
            Version1Certificate.WriteAlgorithm(tbs);
            tbs.WriteEncodedValue(authority.Certificate.SubjectName.RawData);
            tbs.WriteUtcTime(now.AddDays(-1));
            tbs.WriteUtcTime(now.AddDays(1));
            using (tbs.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (tbs.PushSequence())
            using (tbs.PushSequence())
            {
                tbs.WriteObjectIdentifier("2.5.29.27");
                tbs.WriteBoolean(true);
                tbs.WriteOctetString([2, 1, 1]);
            }
        }

        byte[] signed = tbs.Encode();
        using ECDsa key = authority.Certificate.GetECDsaPrivateKey()!;
        var list = new AsnWriter(AsnEncodingRules.DER);
        using (list.PushSequence())
        {
            list.WriteEncodedValue(signed);
            Version1Certificate.WriteAlgorithm(list);
            list.WriteBitString(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        return list.Encode();
    }
}
