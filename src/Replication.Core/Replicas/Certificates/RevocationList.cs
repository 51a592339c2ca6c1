using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Replication.Core.Replicas.Certificates;

/// <summary>
/// A certificate revocation list (RFC 5280, 5.1): complete lists of the authority that signed them. Lists that a critical extension makes
/// something else (deltas, lists on behalf of others or for some certificates only) are refused: what they leave out is not known to be good.
/// </summary>
public sealed class RevocationList
{
    private const int Version2 = 1;

    private readonly HashSet<string> _serials;
    private readonly byte[] _signed;
    private readonly byte[] _algorithm;
    private readonly byte[] _signature;

    private RevocationList(Fields fields, byte[] signed, byte[] algorithm, byte[] signature)
    {
        Issuer = fields.Issuer;
        ThisUpdate = fields.ThisUpdate;
        NextUpdate = fields.NextUpdate;
        _serials = fields.Serials;
        _signed = signed;
        _algorithm = algorithm;
        _signature = signature;
    }

    /// <summary>The authority, as its certificate names it.</summary>
    public X500DistinguishedName Issuer { get; }

    /// <summary>When the list was made.</summary>
    public DateTimeOffset ThisUpdate { get; }

    /// <summary>When there will be a newer one; from then on this one says nothing any more. Null where the list does not say.</summary>
    public DateTimeOffset? NextUpdate { get; }

    /// <exception cref="CryptographicException">It is not a list of this kind.</exception>
    public static RevocationList Parse(byte[] encoded)
    {
        try
        {
            var outer = new AsnReader(encoded, AsnEncodingRules.DER);
            AsnReader list = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            byte[] signed = list.PeekEncodedValue().ToArray();
            Fields fields = ReadFields(list.ReadSequence());
            byte[] algorithm = list.ReadEncodedValue().ToArray();
            byte[] signature = list.ReadBitString(out _);
            list.ThrowIfNotEmpty();
            // The inner name of the algorithm is the signed one.
            if (!algorithm.AsSpan().SequenceEqual(fields.Algorithm)) throw new CryptographicException("The list names two algorithms for its signature.");
            return new RevocationList(fields, signed, algorithm, signature);
        }
        catch (AsnContentException error)
        {
            throw new CryptographicException("It is not a certificate revocation list.", error);
        }
    }

    /// <summary>Whether the authority with this certificate signed the list.</summary>
    public bool IsSignedBy(X509Certificate2 authority) => SignedData.Verify(authority, _signed, _algorithm, _signature);

    public bool Contains(X509Certificate2 certificate) => _serials.Contains(Serial(certificate.SerialNumberBytes.Span));

    /// <summary>TBSCertList.</summary>
    private static Fields ReadFields(AsnReader list)
    {
        if (list.PeekTag() == Asn1Tag.Integer && (!list.TryReadInt32(out int version) || version != Version2)) throw new CryptographicException("The list is of an unknown version.");
        byte[] algorithm = list.ReadEncodedValue().ToArray();
        var issuer = new X500DistinguishedName(list.ReadEncodedValue().Span);
        DateTimeOffset thisUpdate = ReadTime(list);
        DateTimeOffset? nextUpdate = list.HasData && IsTime(list.PeekTag()) ? ReadTime(list) : null;
        var serials = new HashSet<string>(StringComparer.Ordinal);
        if (list.HasData && list.PeekTag() == Asn1Tag.Sequence)
        {
            AsnReader entries = list.ReadSequence();
            while (entries.HasData) serials.Add(ReadEntry(entries.ReadSequence()));
        }

        if (list.HasData) RefuseCritical(list.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence());
        list.ThrowIfNotEmpty();
        return new Fields(algorithm, issuer, thisUpdate, nextUpdate, serials);
    }

    private static string ReadEntry(AsnReader entry)
    {
        string serial = Serial(entry.ReadIntegerBytes().Span);
        ReadTime(entry);
        if (entry.HasData) RefuseCritical(entry.ReadSequence());
        return serial;
    }

    private static void RefuseCritical(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            AsnReader extension = extensions.ReadSequence();
            string name = extension.ReadObjectIdentifier();
            if (extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean())
                throw new CryptographicException($"The list has the critical extension {name}, and is not a complete list of its authority.");
        }
    }

    private static bool IsTime(Asn1Tag tag) => tag == Asn1Tag.UtcTime || tag == Asn1Tag.GeneralizedTime;

    private static DateTimeOffset ReadTime(AsnReader reader) => reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    /// <summary>Serial numbers are integers: leading zeros are a matter of encoding.</summary>
    private static string Serial(ReadOnlySpan<byte> bigEndian) => Convert.ToHexStringLower(bigEndian.TrimStart((byte)0));

    private sealed record Fields(byte[] Algorithm, X500DistinguishedName Issuer, DateTimeOffset ThisUpdate, DateTimeOffset? NextUpdate, HashSet<string> Serials);
}
