using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Replication.Disks.Tests.Nbd;

/// <summary>A client that sends exactly what a test says.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly NetworkStream _stream;

    private RawClient(NetworkStream stream) => _stream = stream;

    public Socket Socket => _stream.Socket;

    public static async Task<RawClient> ConnectAsync(EndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        await socket.ConnectAsync(endPoint);
        return new RawClient(new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>Into the transmission phase, with structured replies.</summary>
    public static Task<RawClient> OpenAsync(EndPoint endPoint, string export) => OpenAsync(
        endPoint, new WireBytes().U32(3).Raw(WireBytes.Option(8, [])).Raw(WireBytes.Option(1, Encoding.UTF8.GetBytes(export))), 18 + 20 + 10);

    /// <summary>The oldest way in: NBD_OPT_EXPORT_NAME by a client that does not know of NBD_FLAG_NO_ZEROES.</summary>
    public static Task<RawClient> OpenOldestAsync(EndPoint endPoint, string export) =>
        OpenAsync(endPoint, new WireBytes().U32(1).Raw(WireBytes.Option(1, Encoding.UTF8.GetBytes(export))), 18 + 134);

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask();

    public async Task<byte[]> ReceiveAsync(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    /// <summary>The next reply: its cookie, its error (0 for none) and what it carries.</summary>
    public async Task<(ulong Cookie, uint Error, byte[] Body)> ReplyAsync()
    {
        byte[] head = await ReceiveAsync(16);
        ulong cookie = BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(8));
        if (BinaryPrimitives.ReadUInt32BigEndian(head) == 0x67446698) return (cookie, BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4)), []);
        Assert.Equal(0x668E33EFu, BinaryPrimitives.ReadUInt32BigEndian(head));
        byte[] body = await ReceiveAsync(BinaryPrimitives.ReadInt32BigEndian(await ReceiveAsync(4)));
        bool failed = (head[6] & 0x80) != 0;
        return (cookie, failed ? BinaryPrimitives.ReadUInt32BigEndian(body) : 0, failed ? body[6..] : body);
    }

    /// <summary>An end with bytes unread is a reset, which reads as an error.</summary>
    public async Task AssertEndedAsync()
    {
        try
        {
            while (await _stream.ReadAsync(new byte[4096]) > 0)
            {
                // What was sent before the end.
            }
        }
        catch (IOException e)
        {
            Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(e.InnerException).SocketErrorCode);
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static async Task<RawClient> OpenAsync(EndPoint endPoint, byte[] negotiation, int answer)
    {
        RawClient client = await ConnectAsync(endPoint);
        try
        {
            await client.SendAsync(negotiation);
            await client.ReceiveAsync(answer);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }
}
