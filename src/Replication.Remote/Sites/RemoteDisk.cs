using System.Buffers;
using System.Buffers.Binary;
using Replication.Core.Disks;
using Replication.Core.Sites.Remote;
using Replication.Core.Snapshots;
using Replication.Remote.Calls;
using Replication.Remote.Snapshots;

namespace Replication.Remote.Sites;

/// <summary>A disk that a server holds open. Blocks are hashed there and here, and travel when they are others than those at hand.</summary>
/// <param name="connection">Where.</param>
/// <param name="options">How data travels.</param>
/// <param name="path">Of the disk within its session.</param>
/// <param name="disk">As the server described it.</param>
/// <param name="closed">Called once, where the disk is all of its session.</param>
internal sealed class RemoteDisk(RemoteConnection connection, RemoteOptions options, string path, SessionDisk disk, Func<ValueTask>? closed) : IComparedDisk
{
    private const int ExtentSize = 16;

    private long _wireBytes;
    private bool _closed;

    public long Length => disk.Length;

    public int LogicalSectorSize => disk.LogicalSectorSize;

    public string Format => disk.Format;

    public int PreferredConcurrency => options.Connections;

    public long WireBytes => Interlocked.Read(ref _wireBytes);

    public IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default) =>
        new RecordList(connection, _ => new RemoteCall(HttpMethod.Get, $"{path}/extents?offset={offset}&length={length}", disk.DiskId), ExtentSize).ReadAsync(
            record => new Extent(BinaryPrimitives.ReadInt64LittleEndian(record.Span), BinaryPrimitives.ReadInt64LittleEndian(record.Span[8..])), 0, cancellationToken);

    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (offset < 0 || offset > Length - buffer.Length) throw new ArgumentOutOfRangeException(nameof(offset), offset, "The range lies outside the disk.");
        byte[] rented = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
        try
        {
            Memory<byte> block = rented.AsMemory(0, BlockGeometry.BlockSize);
            while (buffer.Length > 0)
            {
                int within = (int)(offset % BlockGeometry.BlockSize);
                int count = Math.Min(BlockGeometry.BlockSize - within, buffer.Length);
                await ReadAsync(offset / BlockGeometry.BlockSize, known: null, block, cancellationToken);
                block.Slice(within, count).CopyTo(buffer);
                offset += count;
                buffer = buffer[count..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public ValueTask<BlockDigest> ReadUnlessAsync(long blockIndex, BlockDigest known, Memory<byte> block, CancellationToken cancellationToken = default) =>
        ReadAsync(blockIndex, known, block, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_closed) return;
        _closed = true;
        if (closed is not null) await closed();
    }

    private async ValueTask<BlockDigest> ReadAsync(long blockIndex, BlockDigest? known, Memory<byte> block, CancellationToken cancellationToken)
    {
        var headers = new List<(string, string)>();
        if (known is { } digest) headers.Add(("x-replication-known", digest.ToString()));
        if (options.Compress) headers.Add(("Accept-Encoding", BlockEncoding.Name));
        var call = new RemoteCall(HttpMethod.Get, $"{path}/blocks/{blockIndex}", $"{disk.DiskId} block {blockIndex}") { Headers = headers, AlsoExpected = [304] };
        return await connection.RunBlockAsync(
            call,
            async answer =>
            {
                if (answer.Status == 304) return known ?? throw RemoteErrors.Invalid(call, "Nothing was said to be known.");
                BlockDigest received = await BlockCalls.ReceiveAsync(answer, block);
                Interlocked.Add(ref _wireBytes, answer.Received);
                return received;
            },
            cancellationToken);
    }
}
