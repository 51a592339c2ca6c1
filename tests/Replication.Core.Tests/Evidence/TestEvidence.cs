using System.Security.Cryptography;
using Replication.Core.Evidence;

namespace Replication.Core.Tests.Evidence;

/// <summary>A key and copies in memory.</summary>
internal sealed class TestEvidence : IEvidenceCopy
{
    private readonly Dictionary<EvidenceChainId, List<byte[]>> _copies = [];
    private TestKey _key = new(null);

    public TestEvidence() => OwnKeys = [_key.Id];

    public IReadOnlyList<string> OwnKeys { get; private set; }

    public IEvidenceKey Key => _key;

    public EvidenceLine? Last(EvidenceChainId chain) => Read(chain) is [.., var last] ? EvidenceLine.Parse(last) : null;

    public IReadOnlyList<byte[]> Read(EvidenceChainId chain) => [.. _copies.GetValueOrDefault(chain) ?? []];

    public void Append(EvidenceChainId chain, IEnumerable<EvidenceLine> lines)
    {
        if (!_copies.TryGetValue(chain, out List<byte[]>? copy)) _copies.Add(chain, copy = []);
        copy.AddRange(lines.Select(line => line.Bytes.ToArray()));
    }

    public void RemoveBefore(EvidenceChainId chain, long sequence)
    {
        if (_copies.TryGetValue(chain, out List<byte[]>? copy)) copy.RemoveAll(line => EvidenceLine.Parse(line)!.Entry.Sequence < sequence);
    }

    public IEvidenceKey RotateKey()
    {
        _key = new TestKey(_key);
        OwnKeys = [.. OwnKeys, _key.Id];
        return _key;
    }

    /// <summary>As it was.</summary>
    public void Restore(EvidenceChainId chain, IEnumerable<byte[]> lines) => _copies[chain] = [.. lines];

    /// <summary>Everything but the keys is as in another workspace.</summary>
    public static TestEvidence Stranger() => new();

    private sealed class TestKey : IEvidenceKey
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public TestKey(TestKey? former)
        {
            PublicKey = _key.ExportSubjectPublicKeyInfo();
            if (former is not null) Endorsement = new EvidenceEndorsement(former.Id, Convert.ToBase64String(former.Sign(PublicKey.Span)));
        }

        public string Id => EvidenceSignature.KeyId(PublicKey.Span);

        public ReadOnlyMemory<byte> PublicKey { get; }

        public EvidenceEndorsement? Endorsement { get; }

        public byte[] Sign(ReadOnlySpan<byte> data) => _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
