using System.Security.Cryptography;

namespace Replication.Core.Snapshots;

/// <summary>
/// The LINEAR aggregate of the EBS direct APIs: SHA-256 over the raw digests of the blocks that were put,
/// concatenated in ascending block order.
/// </summary>
public sealed class LinearChecksum : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _lastIndex = -1;

    public void Add(long blockIndex, BlockDigest digest)
    {
        if (blockIndex <= _lastIndex) throw new ArgumentOutOfRangeException(nameof(blockIndex), blockIndex, "Blocks are added in ascending order.");
        _lastIndex = blockIndex;
        Span<byte> bytes = stackalloc byte[BlockDigest.Size];
        digest.WriteTo(bytes);
        _hash.AppendData(bytes);
    }

    public BlockDigest Finish()
    {
        Span<byte> bytes = stackalloc byte[BlockDigest.Size];
        _hash.GetHashAndReset(bytes);
        return new BlockDigest(bytes);
    }

    public void Dispose() => _hash.Dispose();
}
