using System.Runtime.CompilerServices;
using Replication.Aws.Snapshots.Digests;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Reading;

/// <summary>
/// A completed snapshot, open for reading. With a fingerprint it lists without asking the service, knows every digest, and
/// believes no block that has another; without one it lists what the service lists, digests unknown, and relies on the
/// checksum that the service gives with each block.
/// </summary>
internal sealed class EbsSnapshotReader : ISnapshotReader
{
    private readonly BlockTokens _tokens;
    private readonly BlockReader _blocks;
    private readonly DigestFile? _fingerprint;
    private readonly Func<ValueTask> _closed;
    private bool _disposed;

    public EbsSnapshotReader(StoreParts parts, SnapshotInfo info, DigestFile? fingerprint, Func<ValueTask> closed)
    {
        Info = info;
        _fingerprint = fingerprint;
        _closed = closed;
        _tokens = new BlockTokens(parts, info);
        _blocks = new BlockReader(parts, info, _tokens);
    }

    public SnapshotInfo Info { get; }

    private long BlockCount => BlockGeometry.BlockCount(Info.Length);

    public async IAsyncEnumerable<SnapshotBlock> ListBlocksAsync(
        long startingIndex = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (startingIndex >= BlockCount) yield break;
        if (_fingerprint is not null)
        {
            foreach (var (block, digest) in _fingerprint.Scan(startingIndex))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new SnapshotBlock(block, digest);
            }

            yield break;
        }

        await foreach (TokenPage page in _tokens.PagesAsync(startingIndex, cancellationToken))
        {
            // Blocks between the disk's end and the volume's, which is a whole number of GiB, are not the disk's.
            foreach (int block in page.Blocks.Where(block => block < BlockCount)) yield return new SnapshotBlock(block, null);
        }
    }

    public async ValueTask<BlockDigest> ReadBlockAsync(long blockIndex, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (blockIndex < 0 || blockIndex >= BlockCount)
            throw EbsStoreErrors.OutOfRange(Info.Id, blockIndex, "it lies outside of the disk.", $"0 to {BlockCount - 1}.");
        if (destination.Length != BlockGeometry.BlockSize)
            throw EbsStoreErrors.OutOfRange(Info.Id, blockIndex, $"a buffer of {destination.Length} bytes.", $"exactly {BlockGeometry.BlockSize} bytes.");
        BlockDigest? expected = _fingerprint?.Get(blockIndex);
        BlockDigest digest = expected is { IsAbsent: true } ? default : await _blocks.ReadAsync(blockIndex, destination, expected, cancellationToken);
        if (digest.IsAbsent && expected is { IsAbsent: false })
            throw EbsStoreErrors.CorruptBlock(Info.Id, blockIndex, "the service does not list it any more.");
        if (digest.IsAbsent) destination.Span.Clear();
        return digest == BlockDigest.OfZeroBlock ? default : digest;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        _fingerprint?.Dispose();
        _tokens.Dispose();
        await _closed();
    }
}
