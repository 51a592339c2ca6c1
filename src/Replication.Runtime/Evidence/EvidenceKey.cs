using System.Security.Cryptography;
using Replication.Core.Evidence;

namespace Replication.Runtime.Evidence;

/// <summary>A private key in memory.</summary>
internal sealed class EvidenceKey(ECDsa key, EvidenceEndorsement? endorsement) : IEvidenceKey
{
    private readonly byte[] _publicKey = key.ExportSubjectPublicKeyInfo();

    public string Id => EvidenceSignature.KeyId(_publicKey);

    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    public EvidenceEndorsement? Endorsement => endorsement;

    public byte[] Sign(ReadOnlySpan<byte> data) => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public override string ToString() => Id;
}
