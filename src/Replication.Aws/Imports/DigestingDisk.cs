using System.Security.Cryptography;
using Replication.Core.Disks;
using Replication.Core.Snapshots;

namespace Replication.Aws.Imports;

/// <summary>
/// A disk that is read once, in ascending order, and tells the SHA-256 of every block that holds something other than
/// zeros. What is not read is not allocated, hence zeros.
/// </summary>
/// <param name="disk">Below.</param>
/// <param name="found">Told the block, its digest, and how many bytes have been read by then.</param>
internal sealed class DigestingDisk(IDiskView disk, Action<long, BlockDigest, long> found) : IDiskView
{
    private static readonly byte[] Zeros = new byte[BlockGeometry.BlockSize];

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _block = -1;
    private int _used;
    private bool _isZero;

    public long Length => disk.Length;

    public int LogicalSectorSize => disk.LogicalSectorSize;

    public string Format => disk.Format;

    public long BytesRead { get; private set; }

    public IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default) =>
        disk.AllocatedExtentsAsync(offset, length, cancellationToken);

    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await disk.ReadAsync(offset, buffer, cancellationToken);
        BytesRead += buffer.Length;
        while (buffer.Length > 0)
        {
            Move(offset);
            int count = Math.Min(BlockGeometry.BlockSize - _used, buffer.Length);
            ReadOnlySpan<byte> piece = buffer.Span[..count];
            _hash.AppendData(piece);
            _isZero = _isZero && !piece.ContainsAnyExcept((byte)0);
            _used += count;
            offset += count;
            buffer = buffer[count..];
        }
    }

    /// <summary>Ends the last block. To be called when everything has been read.</summary>
    public void Finish()
    {
        if (_block < 0) return;
        Fill(BlockGeometry.BlockSize);
        Span<byte> bytes = stackalloc byte[BlockDigest.Size];
        _hash.GetHashAndReset(bytes);
        if (!_isZero) found(_block, new BlockDigest(bytes), BytesRead);
        _block = -1;
    }

    /// <summary>The hash ends; the disk below stays its opener's.</summary>
    public ValueTask DisposeAsync()
    {
        _hash.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Brings the hash to a position: the rest of what it skips is zeros.</summary>
    private void Move(long offset)
    {
        long block = offset / BlockGeometry.BlockSize;
        int within = (int)(offset % BlockGeometry.BlockSize);
        if (block < _block || (block == _block && within < _used)) throw new InvalidOperationException($"Position {offset} was read before.");
        if (block != _block)
        {
            Finish();
            _block = block;
            _used = 0;
            _isZero = true;
        }

        Fill(within);
    }

    private void Fill(int end)
    {
        _hash.AppendData(Zeros.AsSpan(0, end - _used));
        _used = end;
    }
}
