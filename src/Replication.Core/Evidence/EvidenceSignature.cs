using System.Security.Cryptography;

namespace Replication.Core.Evidence;

/// <summary>ECDSA on P-256 with SHA-256; signatures in the fixed format of IEEE P1363.</summary>
public static class EvidenceSignature
{
    /// <summary>Bytes of a signature.</summary>
    public const int Length = 64;

    /// <summary>Half of a SHA-256: enough that nobody finds a second key of the same id, short enough to be read aloud.</summary>
    private const int IdBytes = 16;

    public static string KeyId(ReadOnlySpan<byte> publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey)[..IdBytes]);

    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            using ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            return key.KeySize == 256 && key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            // Not a key at all.
            return false;
        }
    }
}
