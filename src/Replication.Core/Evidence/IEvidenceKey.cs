namespace Replication.Core.Evidence;

/// <summary>Signs entries. What it signs with never leaves it.</summary>
public interface IEvidenceKey
{
    /// <summary>See <see cref="EvidenceSignature.KeyId"/>.</summary>
    string Id { get; }

    /// <summary>Public part, as a DER SubjectPublicKeyInfo.</summary>
    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>The key before it, and its signature over this one's public part; null for a first key.</summary>
    EvidenceEndorsement? Endorsement { get; }

    /// <summary>ECDSA over the SHA-256 of the data: r and s, 32 bytes each.</summary>
    byte[] Sign(ReadOnlySpan<byte> data);
}

/// <param name="KeyId">Who vouches.</param>
/// <param name="Signature">Over the public part of the key that is vouched for.</param>
public sealed record EvidenceEndorsement(string KeyId, string Signature);
