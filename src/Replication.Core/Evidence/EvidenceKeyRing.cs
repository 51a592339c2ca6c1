namespace Replication.Core.Evidence;

/// <summary>Keys as a chain introduces them, and which of them are trusted.</summary>
internal sealed class EvidenceKeyRing(IEnumerable<string> trusted)
{
    private readonly Dictionary<string, (EvidenceKeyPart Part, byte[] PublicKey)> _known = [];
    private readonly HashSet<string> _trusted = [.. trusted];
    private readonly HashSet<string> _told = [];

    public List<string> Used { get; } = [];

    /// <summary>Keys that were introduced so far.</summary>
    public IReadOnlyDictionary<string, EvidenceKeyPart> Known => _known.ToDictionary(key => key.Key, key => key.Value.Part);

    public bool Trusts(string keyId) => _trusted.Contains(keyId);

    /// <summary>What is wrong with the signature of a line; null when a trusted key made it.</summary>
    public EvidenceFinding? Check(EvidenceLine line)
    {
        EvidenceEntry entry = line.Entry;
        // A key introduces itself: its own entry is signed with it.
        if (entry.Fact.Kind == EvidenceKind.KeyIntroduced && EvidenceKeyPart.Of(entry.Fact.Details) is { } introduced) Introduce(entry.KeyId, introduced);
        if (!_known.TryGetValue(entry.KeyId, out var key))
            return new EvidenceFinding("EvidenceKeyUnknown", entry.Sequence, $"Entry {entry.Sequence} is signed with key {entry.KeyId}, which no entry before it introduces.");
        if (!EvidenceSignature.Verify(key.PublicKey, line.Payload.Span, line.Signature.Span))
            return new EvidenceFinding("EvidenceSignatureInvalid", entry.Sequence, $"The signature of entry {entry.Sequence} is not of its content: it was changed.");
        if (!Used.Contains(entry.KeyId)) Used.Add(entry.KeyId);
        // Said once for a key, not for each of its entries.
        return _trusted.Contains(entry.KeyId) || !_told.Add(entry.KeyId) ? null : new EvidenceFinding(
            "EvidenceKeyNotTrusted", entry.Sequence, $"From entry {entry.Sequence} on key {entry.KeyId} signs, which is neither trusted nor vouched for by a trusted one.");
    }

    /// <summary>Keys whose introductions were removed. Who is vouched for by whom is proven by signatures, whoever passes them on.</summary>
    public void Recall(EvidenceCheckpoint checkpoint)
    {
        // As many rounds as keys: one may vouch for another that is further on in the alphabet.
        foreach (var _ in checkpoint.Keys)
        {
            foreach ((string id, EvidenceKeyPart key) in checkpoint.Keys) Introduce(id, key);
        }
    }

    private void Introduce(string id, EvidenceKeyPart part)
    {
        // A key is what its id says, whoever introduces it.
        if (Decode(part.PublicKey) is not { } publicKey || EvidenceSignature.KeyId(publicKey) != id) return;
        _known[id] = (part, publicKey);
        if (part.Endorsement is { } endorsement && _trusted.Contains(endorsement.KeyId) && _known.TryGetValue(endorsement.KeyId, out var former)
            && Decode(endorsement.Signature) is { } signature && EvidenceSignature.Verify(former.PublicKey, publicKey, signature))
        {
            _trusted.Add(id);
        }
    }

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }
}
