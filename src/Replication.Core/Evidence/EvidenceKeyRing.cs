namespace Replication.Core.Evidence;

/// <summary>Keys as a chain introduces them, and which of them are trusted.</summary>
internal sealed class EvidenceKeyRing(IEnumerable<string> trusted)
{
    private readonly Dictionary<string, byte[]> _known = [];
    private readonly HashSet<string> _trusted = [.. trusted];
    private readonly HashSet<string> _told = [];

    public List<string> Used { get; } = [];

    /// <summary>What is wrong with the signature of a line; null when a trusted key made it.</summary>
    public EvidenceFinding? Check(EvidenceLine line)
    {
        EvidenceEntry entry = line.Entry;
        if (entry.Fact.Kind == EvidenceKind.KeyIntroduced) Introduce(entry);
        if (!_known.TryGetValue(entry.KeyId, out byte[]? publicKey))
            return new EvidenceFinding("EvidenceKeyUnknown", entry.Sequence, $"Entry {entry.Sequence} is signed with key {entry.KeyId}, which no entry before it introduces.");
        if (!EvidenceSignature.Verify(publicKey, line.Payload.Span, line.Signature.Span))
            return new EvidenceFinding("EvidenceSignatureInvalid", entry.Sequence, $"The signature of entry {entry.Sequence} is not of its content: it was changed.");
        if (!Used.Contains(entry.KeyId)) Used.Add(entry.KeyId);
        // Said once for a key, not for each of its entries.
        return _trusted.Contains(entry.KeyId) || !_told.Add(entry.KeyId) ? null : new EvidenceFinding(
            "EvidenceKeyNotTrusted", entry.Sequence, $"From entry {entry.Sequence} on key {entry.KeyId} signs, which is neither trusted nor vouched for by a trusted one.");
    }

    private void Introduce(EvidenceEntry entry)
    {
        IReadOnlyDictionary<string, string> details = entry.Fact.Details;
        if (!details.TryGetValue(EvidenceDetails.PublicKey, out string? text) || Decode(text) is not { } publicKey) return;
        // A key is what its id says, whoever introduces it.
        if (EvidenceSignature.KeyId(publicKey) != entry.KeyId) return;
        _known[entry.KeyId] = publicKey;
        if (details.TryGetValue(EvidenceDetails.EndorsedBy, out string? by) && _trusted.Contains(by) && _known.TryGetValue(by, out byte[]? former)
            && details.TryGetValue(EvidenceDetails.Endorsement, out string? endorsement) && Decode(endorsement) is { } signature
            && EvidenceSignature.Verify(former, publicKey, signature))
        {
            _trusted.Add(entry.KeyId);
        }
    }

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }
}
