using System.Buffers.Binary;

namespace Replication.Disks.Nbd;

/// <summary>Numbers and buffers of one connection; an end of the stream within one is <see cref="EndOfStreamException"/>.</summary>
internal sealed class NbdWire(Stream stream)
{
    public async ValueTask<byte[]> ReadAsync(int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    public async ValueTask SkipAsync(long length, CancellationToken cancellationToken)
    {
        var scratch = new byte[Math.Min(length, 64 * 1024)];
        while (length > 0)
        {
            int count = (int)Math.Min(length, scratch.Length);
            await stream.ReadExactlyAsync(scratch.AsMemory(0, count), cancellationToken);
            length -= count;
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        stream.WriteAsync(bytes, cancellationToken);

    public async ValueTask ReplyToOptionAsync(uint option, uint reply, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var bytes = new byte[20 + data.Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, NbdProtocol.OptionReplyMagic);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), option);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), reply);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), (uint)data.Length);
        data.CopyTo(bytes.AsMemory(20));
        await WriteAsync(bytes, cancellationToken);
    }
}
