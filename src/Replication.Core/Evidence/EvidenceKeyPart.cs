namespace Replication.Core.Evidence;

/// <summary>The public part of a key as entries carry it.</summary>
/// <param name="PublicKey">Base64 of the DER SubjectPublicKeyInfo.</param>
/// <param name="Endorsement">The key before it, and its signature; null for a first key.</param>
public sealed record EvidenceKeyPart(string PublicKey, EvidenceEndorsement? Endorsement)
{
    /// <summary>As an entry of the kind KeyIntroduced has it; null where there is none.</summary>
    public static EvidenceKeyPart? Of(IReadOnlyDictionary<string, string> details) => details.TryGetValue(EvidenceDetails.PublicKey, out string? key)
        ? new EvidenceKeyPart(key, details.TryGetValue(EvidenceDetails.EndorsedBy, out string? by) && details.TryGetValue(EvidenceDetails.Endorsement, out string? signature)
            ? new EvidenceEndorsement(by, signature) : null)
        : null;

    public static EvidenceKeyPart Parse(string text) => text.Split(' ') switch
    {
        [var key, var by, var signature] => new EvidenceKeyPart(key, new EvidenceEndorsement(by, signature)),
        [var key, ..] => new EvidenceKeyPart(key, null),
        [] => new EvidenceKeyPart("", null),
    };

    public override string ToString() => Endorsement is null ? PublicKey : $"{PublicKey} {Endorsement.KeyId} {Endorsement.Signature}";
}
