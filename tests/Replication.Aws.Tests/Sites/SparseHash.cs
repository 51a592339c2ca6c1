using System.Security.Cryptography;
using Replication.Core.Disks;
using Replication.Core.Snapshots;
using Replication.Runtime;

namespace Replication.Aws.Tests.Sites;

/// <summary>SHA-256 over a disk's length and its blocks that are not zeros, each after its index: all of the content, at the cost of its data.</summary>
internal sealed class SparseHash : IDisposable
{
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private SparseHash(long length) => _sha.AppendData(BitConverter.GetBytes(length));

    /// <param name="length">Of the disk.</param>
    /// <param name="blocks">Whole blocks, ascending; cut at the disk's end.</param>
    public static string Of(long length, IEnumerable<(long Index, byte[] Content)> blocks)
    {
        using var hash = new SparseHash(length);
        foreach ((long index, byte[] content) in blocks) hash.Add(index, content.AsSpan(0, BlockGeometry.BytesInBlock(length, index)));
        return hash.Finish();
    }

    public static async Task<string> OfAsync(IDiskView view, CancellationToken cancellationToken)
    {
        using var hash = new SparseHash(view.Length);
        var buffer = new byte[BlockGeometry.BlockSize];
        long next = 0;
        await foreach (Extent extent in view.AllocatedExtentsAsync(0, view.Length, cancellationToken))
        {
            for (long index = Math.Max(next, extent.Offset / BlockGeometry.BlockSize); index * BlockGeometry.BlockSize < extent.End; index++)
            {
                Memory<byte> block = buffer.AsMemory(0, BlockGeometry.BytesInBlock(view.Length, index));
                await view.ReadAsync(index * BlockGeometry.BlockSize, block, cancellationToken);
                hash.Add(index, block.Span);
                next = index + 1;
            }
        }

        return hash.Finish();
    }

    /// <summary>Of the beginning of a file, or all of it.</summary>
    public static async Task<string> OfFileAsync(string path, long? length, CancellationToken cancellationToken)
    {
        IDiskView file = await Tools.DiskImages.OpenAsync(path, new DiskOpenOptions { ForceRaw = true }, cancellationToken);
        await using IDiskView view = length is { } shorter ? new DiskPrefixView(file, shorter) : file;
        return await OfAsync(view, cancellationToken);
    }

    public void Dispose() => _sha.Dispose();

    private void Add(long index, ReadOnlySpan<byte> block)
    {
        if (!block.ContainsAnyExcept((byte)0)) return;
        _sha.AppendData(BitConverter.GetBytes(index));
        _sha.AppendData(block);
    }

    private string Finish() => Convert.ToHexStringLower(_sha.GetHashAndReset());
}
