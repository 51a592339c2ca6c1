using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Nbd;
using Replication.Disks.Tests.Support;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Nbd;

/// <summary>The NBD exports: against the clients of QEMU and libnbd, and byte by byte where those behave too well.</summary>
public sealed class NbdServerTests : IAsyncDisposable
{
    private const long Length = (3 << 20) + 512;

    private readonly TempFolder _folder = new();
    private readonly PatternDisk _disk = PatternDisk.Random(4, Length, 8, 300_000);
    private readonly NbdExports _exports = new();
    private readonly NbdServer _server;

    public NbdServerTests()
    {
        _exports.Add("0", new NbdExport(_disk));
        _exports.Add("bad", new NbdExport(new FailingDisk()));
        _server = NbdServer.Start(SocketPath, _exports);
    }

    private string SocketPath => _folder.File("s");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _disk.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Qemu_reads_the_same_bytes()
    {
        QemuImg.Require();
        var content = new byte[Length];
        await _disk.ReadAsync(0, content);
        string file = _folder.Write("raw", content);

        await QemuImg.RunAsync("compare", "-f", "raw", "-F", "raw", file, $"nbd+unix:///0?socket={SocketPath}");
        CrossCheckCount.Add();
    }

    [Fact]
    public void Libnbd_sees_the_size_the_exports_and_that_nothing_can_be_written()
    {
        Tool.Need("nbdinfo");
        string uri = $"nbd+unix:///0?socket={SocketPath}";

        Assert.Equal($"{Length}", Tool.Run("nbdinfo", "--size", uri).Trim());
        Assert.Equal(0, Tool.TryRun("nbdinfo", "--is", "read-only", uri).Code);
        Assert.Contains("export=\"bad\"", Tool.Run("nbdinfo", "--list", uri), StringComparison.Ordinal);
        Assert.NotEqual(0, Tool.TryRun("nbdinfo", "--size", uri.Replace("/0", "/none", StringComparison.Ordinal)).Code);
    }

    [Theory]
    [InlineData(0, 0L, 512, 0)]
    [InlineData(0, Length - 1, 1, 0)]
    [InlineData(0, Length, 1, 22)]
    [InlineData(0, Length - 1, 2, 22)]
    [InlineData(0, -1L, 1, 22)]
    [InlineData(0, 0L, (32 << 20) + 1, 22)]
    [InlineData(1, 0L, 512, 1)]
    [InlineData(4, 0L, 512, 1)]
    [InlineData(99, 0L, 0, 22)]
    public async Task Requests_are_answered_or_refused_and_the_connection_goes_on(int command, long offset, int length, uint expected)
    {
        await using var client = await ConnectAsync("0");
        for (int round = 0; round < 2; round++)
        {
            await SendAsync(client, (ushort)command, offset, length);
            if (command == 1) await client.WriteAsync(new byte[length]);

            Assert.Equal(expected, await ReplyAsync(client));
            if (command != 0 || expected != 0) continue;
            var expectedBytes = new byte[length];
            await _disk.ReadAsync(offset, expectedBytes);
            var bytes = new byte[length];
            await client.ReadExactlyAsync(bytes);
            Assert.Equal(expectedBytes, bytes);
        }
    }

    [Fact]
    public async Task Disk_that_cannot_be_read_is_an_input_output_error()
    {
        await using var client = await ConnectAsync("bad");
        await SendAsync(client, 0, 0, 512);

        Assert.Equal(5u, await ReplyAsync(client));
    }

    [Fact]
    public async Task Client_that_speaks_something_else_is_let_go_and_others_are_served()
    {
        foreach (string text in (string[])["GET / HTTP/1.1\r\nHost: somewhere.example\r\n\r\n", ""])
        {
            await using var stranger = await OpenAsync();
            await stranger.ReadExactlyAsync(new byte[18]);
            await stranger.WriteAsync(Encoding.ASCII.GetBytes(text));
            stranger.Socket.Shutdown(SocketShutdown.Send);
            await AssertEndedAsync(stranger);
        }

        await using var client = await ConnectAsync("0");
        await SendAsync(client, 0, 0, 1);
        Assert.Equal(0u, await ReplyAsync(client));
    }

    [Fact]
    public async Task End_of_the_server_ends_its_connections_and_its_socket()
    {
        var server = NbdServer.Start(_folder.File("t"), _exports);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(server.EndPoint);
        await using var client = new NetworkStream(socket, ownsSocket: true);
        await client.ReadExactlyAsync(new byte[18]);

        await server.DisposeAsync();

        await AssertEndedAsync(client);
        Assert.False(File.Exists(_folder.File("t")));
    }

    /// <summary>An end with bytes unread is a reset, which reads as an error.</summary>
    private static async Task AssertEndedAsync(Stream client)
    {
        try
        {
            Assert.Equal(0, await client.ReadAsync(new byte[1]));
        }
        catch (IOException e)
        {
            Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(e.InnerException).SocketErrorCode);
        }
    }

    private static async Task SendAsync(Stream client, ushort command, long offset, int length)
    {
        var request = new byte[28];
        BinaryPrimitives.WriteUInt32BigEndian(request, 0x25609513);
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(6), command);
        BinaryPrimitives.WriteUInt64BigEndian(request.AsSpan(8), 0x1122334455667788);
        BinaryPrimitives.WriteInt64BigEndian(request.AsSpan(16), offset);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(24), length);
        await client.WriteAsync(request);
    }

    private static async Task<uint> ReplyAsync(Stream client)
    {
        var reply = new byte[16];
        await client.ReadExactlyAsync(reply);
        Assert.Equal(0x67446698u, BinaryPrimitives.ReadUInt32BigEndian(reply));
        Assert.Equal(0x1122334455667788u, BinaryPrimitives.ReadUInt64BigEndian(reply.AsSpan(8)));
        return BinaryPrimitives.ReadUInt32BigEndian(reply.AsSpan(4));
    }

    private async Task<NetworkStream> OpenAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(_server.EndPoint);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>The oldest way in: NBD_OPT_EXPORT_NAME by a client that does not know of NBD_FLAG_NO_ZEROES.</summary>
    private async Task<NetworkStream> ConnectAsync(string export)
    {
        var client = await OpenAsync();
        await client.ReadExactlyAsync(new byte[18]);
        var option = new byte[20 + export.Length];
        BinaryPrimitives.WriteUInt32BigEndian(option, 1);
        "IHAVEOPT"u8.CopyTo(option.AsSpan(4));
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(12), 1);
        BinaryPrimitives.WriteInt32BigEndian(option.AsSpan(16), export.Length);
        Encoding.ASCII.GetBytes(export).CopyTo(option, 20);
        await client.WriteAsync(option);
        var answer = new byte[134];
        await client.ReadExactlyAsync(answer);
        return client;
    }

    private sealed class FailingDisk : IDiskView
    {
        public long Length => 4096;

        public int LogicalSectorSize => 512;

        public string Format => "damaged";

        public IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default) =>
            AsyncEnumerable.Empty<Extent>();

        public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new DiskImageException(DiskErrorIds.ImageDamaged, "disk", offset, "It is damaged.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
