using System.Buffers.Binary;
using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>
/// Answers requests with simple replies, one after the other; a client that wants more at a time opens more connections.
/// Everything but reading is refused.
/// </summary>
internal sealed class NbdTransmission(NbdWire wire, IDiskView export)
{
    private const int RequestSize = 28;
    private const int ReplySize = 16;

    /// <summary>Ends when the client disconnects, or does not speak the protocol.</summary>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var request = await wire.ReadAsync(RequestSize, cancellationToken);
            ushort command = BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(6));
            if (BinaryPrimitives.ReadUInt32BigEndian(request) != NbdProtocol.RequestMagic || command == NbdProtocol.CommandDisconnect) return;

            var cookie = request.AsMemory(8, 8);
            ulong offset = BinaryPrimitives.ReadUInt64BigEndian(request.AsSpan(16));
            uint length = BinaryPrimitives.ReadUInt32BigEndian(request.AsSpan(24));
            if (command != NbdProtocol.CommandRead)
            {
                if (command == NbdProtocol.CommandWrite) await wire.SkipAsync(length, cancellationToken);
                await wire.WriteAsync(Reply(cookie.Span, NbdProtocol.NotPermitted, 0), cancellationToken);
                continue;
            }

            bool inside = length <= NbdProtocol.MaxPayload && offset <= (ulong)export.Length && length <= (ulong)export.Length - offset;
            var reply = inside ? await ReadAsync(cookie, (long)offset, (int)length, cancellationToken) : Reply(cookie.Span, NbdProtocol.Invalid, 0);
            await wire.WriteAsync(reply, cancellationToken);
        }
    }

    private async ValueTask<byte[]> ReadAsync(ReadOnlyMemory<byte> cookie, long offset, int length, CancellationToken cancellationToken)
    {
        var reply = Reply(cookie.Span, 0, length);
        try
        {
            await export.ReadAsync(offset, reply.AsMemory(ReplySize), cancellationToken);
            return reply;
        }
        catch (ReplicationException)
        {
            // The client sees a bad sector; whoever opened the view meets the same error with all its facts when reading there.
            return Reply(cookie.Span, NbdProtocol.InputOutput, 0);
        }
    }

    private static byte[] Reply(ReadOnlySpan<byte> cookie, uint error, int payload)
    {
        var reply = new byte[ReplySize + payload];
        BinaryPrimitives.WriteUInt32BigEndian(reply, NbdProtocol.ReplyMagic);
        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(4), error);
        cookie.CopyTo(reply.AsSpan(8));
        return reply;
    }
}
