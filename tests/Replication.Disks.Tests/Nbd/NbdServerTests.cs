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
        await using var client = await RawClient.OpenOldestAsync(_server.EndPoint, "0");
        for (int round = 0; round < 2; round++)
        {
            await client.SendAsync(WireBytes.Request((ushort)command, (ulong)offset, (uint)length).Raw(new byte[command == 1 ? length : 0]));

            (ulong cookie, uint error, _) = await client.ReplyAsync();
            Assert.Equal((7ul, expected), (cookie, error));
            if (command != 0 || expected != 0) continue;
            var expectedBytes = new byte[length];
            await _disk.ReadAsync(offset, expectedBytes);
            Assert.Equal(expectedBytes, await client.ReceiveAsync(length));
        }
    }

    [Fact]
    public async Task Disk_that_cannot_be_read_is_an_input_output_error_with_the_words_of_the_storage()
    {
        await using var client = await RawClient.OpenAsync(_server.EndPoint, "bad");
        await client.SendAsync(WireBytes.Request(0, 0, 512));

        (_, uint error, byte[] text) = await client.ReplyAsync();

        Assert.Equal(5u, error);
        Assert.Contains("It is damaged.", Encoding.UTF8.GetString(text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_speaks_something_else_is_let_go_and_others_are_served()
    {
        foreach (string text in (string[])["GET / HTTP/1.1\r\nHost: somewhere.example\r\n\r\n", ""])
        {
            await using var stranger = await RawClient.ConnectAsync(_server.EndPoint);
            await stranger.SendAsync(Encoding.ASCII.GetBytes(text));
            stranger.Socket.Shutdown(SocketShutdown.Send);
            await stranger.AssertEndedAsync();
        }

        await using var client = await RawClient.OpenOldestAsync(_server.EndPoint, "0");
        await client.SendAsync(WireBytes.Request(0, 0, 1));
        Assert.Equal(0u, (await client.ReplyAsync()).Error);
    }

    [Fact]
    public async Task End_of_the_server_ends_its_connections_and_its_socket()
    {
        var server = NbdServer.Start(_folder.File("t"), _exports);
        await using var client = await RawClient.ConnectAsync(server.EndPoint);
        await client.ReceiveAsync(18);

        await server.DisposeAsync();

        await client.AssertEndedAsync();
        Assert.False(File.Exists(_folder.File("t")));
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
