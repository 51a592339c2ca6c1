using System.Security.Cryptography;
using Replication.Core.Disks;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Sites;

/// <summary>SHA-256 over a disk's length and its blocks that are not zeros, each after its index: all of the content, and quick where it is zeros.</summary>
internal static class SparseHash
{
    public delegate void Reader(long index, Span<byte> block);

    public static string Of(long length, Reader read)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(BitConverter.GetBytes(length));
        var buffer = new byte[BlockGeometry.BlockSize];
        for (long index = 0; index < BlockGeometry.BlockCount(length); index++)
        {
            Span<byte> block = buffer.AsSpan(0, BlockGeometry.BytesInBlock(length, index));
            read(index, block);
            if (!block.ContainsAnyExcept((byte)0)) continue;
            sha.AppendData(BitConverter.GetBytes(index));
            sha.AppendData(block);
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    public static async Task<string> OfAsync(IDiskView view, CancellationToken cancellationToken)
    {
        var held = new SortedDictionary<long, byte[]>();
        await foreach (Extent extent in view.AllocatedExtentsAsync(0, view.Length, cancellationToken))
        {
            for (long index = extent.Offset / BlockGeometry.BlockSize; index * BlockGeometry.BlockSize < extent.End; index++)
            {
                var block = new byte[BlockGeometry.BytesInBlock(view.Length, index)];
                await view.ReadAsync(index * BlockGeometry.BlockSize, block, cancellationToken);
                held[index] = block;
            }
        }

        return Of(view.Length, (index, block) =>
        {
            if (held.TryGetValue(index, out byte[]? bytes)) bytes.CopyTo(block);
            else block.Clear();
        });
    }
}
