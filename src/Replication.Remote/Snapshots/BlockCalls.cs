using System.Buffers;
using System.Collections.Concurrent;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Remote.Calls;

namespace Replication.Remote.Snapshots;

/// <summary>Single blocks to and from a server. What is sent is named by its SHA-256, and what arrives is believed when it has the one it came with.</summary>
internal sealed class BlockCalls(RemoteConnection connection, bool compress)
{
    private const string DigestHeader = "x-replication-digest";

    private readonly ConcurrentDictionary<string, long> _sent = new(StringComparer.Ordinal);

    /// <summary>Bytes of bodies that carried blocks into a pending snapshot, compressed as they were.</summary>
    public long SentTo(string snapshotId) => _sent.GetValueOrDefault(snapshotId);

    public void Forget(string snapshotId) => _sent.TryRemove(snapshotId, out _);

    public async ValueTask<BlockDigest> PutAsync(
        string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, BlockDigest? expected, CancellationToken cancellationToken)
    {
        RequireIndex(snapshotId, blockIndex);
        if (data.Length != BlockGeometry.BlockSize) throw OutOfRange(snapshotId, blockIndex, $"{data.Length} bytes", $"exactly {BlockGeometry.BlockSize} bytes.");
        BlockDigest digest = BlockDigest.Compute(data.Span);
        if (expected is { } wanted && wanted != digest)
        {
            throw new SnapshotStoreException("ChecksumMismatch", Target(snapshotId, blockIndex), $"its SHA-256 is {digest}.", $"{wanted}.")
            {
                SnapshotId = snapshotId,
                BlockIndex = blockIndex,
            };
        }

        await SendAsync(HttpMethod.Put, snapshotId, blockIndex, data, [(DigestHeader, digest.ToString())], cancellationToken);
        return digest;
    }

    public async ValueTask<BlockDigest> PatchAsync(
        string snapshotId, long blockIndex, BlockDigest parentDigest, int grainMask, ReadOnlyMemory<byte> data, BlockDigest resultingDigest,
        CancellationToken cancellationToken)
    {
        RequireIndex(snapshotId, blockIndex);
        (string, string)[] headers =
        [
            (DigestHeader, resultingDigest.ToString()), ("x-replication-parent-digest", parentDigest.ToString()), ("x-replication-grains", grainMask.ToString("x2")),
        ];
        await SendAsync(HttpMethod.Patch, snapshotId, blockIndex, data, headers, cancellationToken);
        return resultingDigest;
    }

    public async ValueTask<BlockDigest> ReadAsync(SnapshotInfo snapshot, long blockIndex, Memory<byte> destination, CancellationToken cancellationToken)
    {
        RequireIndex(snapshot.Id, blockIndex);
        if (blockIndex >= BlockGeometry.BlockCount(snapshot.Length)) throw OutOfRange(snapshot.Id, blockIndex, "beyond the end of the disk", "a block of the disk.");
        if (destination.Length != BlockGeometry.BlockSize)
            throw OutOfRange(snapshot.Id, blockIndex, $"a buffer of {destination.Length} bytes", $"exactly {BlockGeometry.BlockSize} bytes.");
        var call = new RemoteCall(HttpMethod.Get, Path(snapshot.Id, blockIndex), Target(snapshot.Id, blockIndex))
        {
            Headers = compress ? [("Accept-Encoding", BlockEncoding.Name)] : [],
        };
        return await connection.RunBlockAsync(call, answer => ReceiveAsync(answer, destination), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<BlockDigest>?> ReadGrainDigestsAsync(string snapshotId, long blockIndex, CancellationToken cancellationToken)
    {
        const int length = BlockGeometry.GrainsPerBlock * BlockDigest.Size;
        var call = new RemoteCall(HttpMethod.Get, Path(snapshotId, blockIndex) + "/grains", Target(snapshotId, blockIndex));
        byte[] digests = await connection.RunBlockAsync(call, async answer => await answer.ReadAllAsync(length), cancellationToken);
        if (digests.Length != length) throw RemoteErrors.Invalid(call, $"It has {digests.Length} bytes.");
        return [.. Enumerable.Range(0, BlockGeometry.GrainsPerBlock).Select(grain => new BlockDigest(digests.AsSpan(grain * BlockDigest.Size, BlockDigest.Size)))];
    }

    /// <summary>Damage on the way is repeated; damage at the server is an error of its own there.</summary>
    internal static async ValueTask<BlockDigest> ReceiveAsync(RemoteAnswer answer, Memory<byte> destination)
    {
        BlockDigest digest = WireDigest.Normalize(WireDigest.Parse(answer.Header(DigestHeader)));
        if (answer.Encoding is { } encoding)
        {
            if (encoding != BlockEncoding.Name) throw new InvalidDataException($"The block has encoding '{encoding}', which was not asked for.");
            byte[] encoded = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
            try
            {
                int length = await answer.FillAsync(encoded.AsMemory(0, BlockGeometry.BlockSize));
                if (!BlockEncoding.TryDecode(encoded.AsSpan(0, length), destination.Span)) throw new PassingFailureException("The block does not decode.");
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(encoded);
            }
        }
        else if (await answer.FillAsync(destination) < destination.Length)
        {
            throw new PassingFailureException("The block is shorter than a block.");
        }

        bool right = digest.IsAbsent ? destination.Span.IndexOfAnyExcept((byte)0) < 0 : BlockDigest.Compute(destination.Span) == digest;
        return right ? digest : throw new PassingFailureException("The block that arrived is not the one that was sent.");
    }

    private async Task SendAsync(
        HttpMethod method, string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, IReadOnlyList<(string, string)> headers,
        CancellationToken cancellationToken)
    {
        byte[]? encoded = compress && data.Length > 0 ? ArrayPool<byte>.Shared.Rent(data.Length) : null;
        try
        {
            ReadOnlyMemory<byte> body = data;
            if (encoded is not null && BlockEncoding.TryEncode(data.Span, encoded, out int length))
            {
                body = encoded.AsMemory(0, length);
                headers = [.. headers, ("Content-Encoding", BlockEncoding.Name)];
            }

            var call = new RemoteCall(method, Path(snapshotId, blockIndex), Target(snapshotId, blockIndex))
            {
                Body = body,
                ContentType = "application/octet-stream",
                Headers = headers,
            };
            await connection.RunBlockAsync(call, _ => ValueTask.FromResult(true), cancellationToken);
            _sent.AddOrUpdate(snapshotId, body.Length, (_, sent) => sent + body.Length);
        }
        finally
        {
            if (encoded is not null) ArrayPool<byte>.Shared.Return(encoded);
        }
    }

    private static void RequireIndex(string snapshotId, long blockIndex)
    {
        if (blockIndex < 0) throw OutOfRange(snapshotId, blockIndex, "a negative index", "0 or more.");
    }

    private static SnapshotStoreException OutOfRange(string snapshotId, long blockIndex, string found, string needed) =>
        new("BlockOutOfRange", Target(snapshotId, blockIndex), found, needed) { SnapshotId = snapshotId, BlockIndex = blockIndex };

    private static string Path(string snapshotId, long blockIndex) => SnapshotPaths.Of(snapshotId, $"/blocks/{blockIndex}");

    private static string Target(string snapshotId, long blockIndex) => $"snapshot {snapshotId} block {blockIndex}";
}
