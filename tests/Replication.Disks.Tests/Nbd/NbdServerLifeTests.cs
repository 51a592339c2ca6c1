using System.Net;
using System.Net.Sockets;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Replication.Core.Errors;
using Replication.Disks.Nbd;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Nbd;

/// <summary>Many clients, slow ones, and such that mean no good; exports that come and go.</summary>
public sealed class NbdServerLifeTests : IAsyncDisposable
{
    private const int Length = 4 << 20;

    private readonly TempFolder _folder = new();
    private readonly MemoryDisk _disk = new(Length);
    private readonly NbdExports _exports = new();
    private readonly List<NbdServer> _servers = [];

    public NbdServerLifeTests() => _exports.Add("disk", new NbdExport(_disk));

    public async ValueTask DisposeAsync()
    {
        foreach (NbdServer server in _servers) await server.DisposeAsync();
        await _disk.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Requests_of_one_connection_overtake_each_other_up_to_the_depth()
    {
        var slow = new TaskCompletionSource();
        _disk.BeforeRead = (offset, _) => offset == 0 ? slow.Task : Task.CompletedTask;
        await using var client = await RawClient.OpenAsync(Start(new NbdServerOptions { RequestsInFlight = 2 }).EndPoint, "disk");

        await client.SendAsync(WireBytes.Request(0, 0, 512, cookie: 1).Raw(WireBytes.Request(0, 512, 512, cookie: 2)));
        Assert.Equal(2ul, (await client.ReplyAsync()).Cookie);

        await client.SendAsync(WireBytes.Request(0, 0, 512, cookie: 3).Raw(WireBytes.Request(0, 512, 512, cookie: 4)));
        Task<(ulong, uint, byte[])> next = client.ReplyAsync();
        Assert.NotSame(next, await Task.WhenAny(next, Task.Delay(50)));
        slow.SetResult();
        ulong[] rest = [(await next).Item1, (await client.ReplyAsync()).Cookie, (await client.ReplyAsync()).Cookie];
        Assert.Equal<ulong>([1, 3, 4], rest.Order().ToArray());
    }

    [Fact]
    public async Task Disconnect_waits_for_the_answers_that_are_due()
    {
        var slow = new TaskCompletionSource();
        _disk.BeforeRead = (_, _) => slow.Task;
        await using var client = await RawClient.OpenAsync(Start().EndPoint, "disk");

        await client.SendAsync(WireBytes.Request(0, 0, 512, cookie: 1).Raw(WireBytes.Request(2, 0, 0)));
        slow.SetResult();

        Assert.Equal((1ul, 0u), (await client.ReplyAsync()) is var (cookie, error, _) ? (cookie, error) : default);
        await client.AssertEndedAsync();
    }

    [Fact]
    public async Task Removed_export_is_let_go_of_before_the_removal_returns()
    {
        var reading = new TaskCompletionSource();
        bool ended = false;
        _disk.BeforeRead = async (_, token) =>
        {
            reading.SetResult();
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended = true;
            token.ThrowIfCancellationRequested();
        };
        NbdServer server = Start();
        await using var client = await RawClient.OpenAsync(server.EndPoint, "disk");
        await client.SendAsync(WireBytes.Request(0, 0, 512));
        await reading.Task;

        Assert.True(await _exports.RemoveAsync("disk"));

        Assert.True(ended);
        await client.AssertEndedAsync();
        Assert.False(await _exports.RemoveAsync("disk"));
        var gone = await Assert.ThrowsAsync<DiskImageException>(() => NbdDisk.OpenAsync(server.AddressOf("disk")));
        Assert.Equal(NbdErrorIds.NbdExportNotFound, gone.ErrorId);
        _exports.Add("disk", new NbdExport(new MemoryDisk(4096)));
        await using var disk = await NbdDisk.OpenAsync(server.AddressOf("disk"));
        Assert.Equal(4096, disk.Length);
    }

    [Fact]
    public async Task Large_requests_of_many_clients_share_the_memory_of_the_server()
    {
        const int Request = 1 << 20, Limit = 32 << 20, Clients = 4, Depth = 16;
        int under = 0, most = 0;
        var full = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _disk.BeforeRead = async (_, _) =>
        {
            int now = Interlocked.Increment(ref under);
            if (now == Limit / Request) full.TrySetResult();
            lock (_servers) most = Math.Max(most, now);
            await release.Task;
            Interlocked.Decrement(ref under);
        };
        NbdServer server = Start(new NbdServerOptions { MaxBufferedBytes = Limit, RequestsInFlight = Depth });
        await using var disk = await NbdDisk.OpenAsync(server.AddressOf("disk"), new NbdClientOptions { Connections = Clients, RequestsInFlight = Depth });

        Task[] reads = [.. Enumerable.Range(0, Clients * Depth).Select(i => disk.ReadAsync(i % 4 * Request, new byte[Request]).AsTask())];
        await full.Task;
        Assert.DoesNotContain(reads, read => read.IsCompleted);
        release.SetResult();
        await Task.WhenAll(reads);

        Assert.Equal(Limit / Request, most);
    }

    [Fact]
    public async Task Client_that_does_not_send_what_it_announced_is_let_go()
    {
        await using var client = await RawClient.OpenAsync(Start(new NbdServerOptions { StallTimeout = TimeSpan.FromMilliseconds(50) }).EndPoint, "disk");
        await client.SendAsync(WireBytes.Request(1, 0, 4096).Raw(new byte[100]));
        await client.AssertEndedAsync();
        Assert.DoesNotContain((byte)1, _disk.Content);
    }

    [Fact]
    public async Task Client_that_does_not_take_its_replies_is_let_go()
    {
        NbdServer server = Start(new NbdServerOptions { StallTimeout = TimeSpan.FromMilliseconds(50), MaxConnections = 1 });
        await using var client = await RawClient.OpenAsync(server.EndPoint, "disk");
        for (int i = 0; i < 8; i++) await client.SendAsync(WireBytes.Request(0, 0, Length));

        // It still holds its end of the connection.
        await OpenWhenThereIsRoomAsync(server);
    }

    [Fact]
    public async Task Client_that_never_chooses_an_export_is_let_go()
    {
        await using var client = await RawClient.ConnectAsync(Start(new NbdServerOptions { HandshakeTimeout = TimeSpan.FromMilliseconds(50) }).EndPoint);
        await client.AssertEndedAsync();
    }

    [Fact]
    public async Task One_client_too_many_is_turned_away_and_let_in_when_there_is_room()
    {
        NbdServer server = Start(new NbdServerOptions { MaxConnections = 1 });
        await using (await RawClient.OpenAsync(server.EndPoint, "disk"))
        {
            await using var second = await RawClient.ConnectAsync(server.EndPoint);
            await second.AssertEndedAsync();
        }

        await OpenWhenThereIsRoomAsync(server);
    }

    [Fact]
    public async Task Several_servers_offer_the_same_exports_over_Unix_and_TCP()
    {
        NbdServer unix = Start();
        var tcp = NbdServer.Start(new IPEndPoint(IPAddress.Loopback, 0), _exports);
        _servers.Add(tcp);
        await using var one = await NbdDisk.OpenAsync(unix.AddressOf("disk"));
        await using var two = await NbdDisk.OpenAsync(tcp.AddressOf("disk"));

        await one.WriteAsync(100, new byte[] { 1, 2, 3 });
        var bytes = new byte[3];
        await two.ReadAsync(100, bytes);

        Assert.Equal<byte>([1, 2, 3], bytes);
    }

    [Fact]
    public async Task Socket_of_a_killed_server_is_taken_over_and_that_of_a_living_one_is_not()
    {
        NbdServer server = Start();
        string path = server.EndPoint.ToString()!;
        Assert.Equal(NbdErrorIds.NbdAddressInUse, Assert.Throws<ReplicationException>(() => NbdServer.Start(path, _exports)).ErrorId);

        string left = _folder.File("left");
        using (var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            killed.Bind(new UnixDomainSocketEndPoint(path + "2"));
            File.Move(path + "2", left);
        }

        Assert.True(File.Exists(left));
        await using var again = NbdServer.Start(left, _exports);
        await using var disk = await NbdDisk.OpenAsync(again.AddressOf("disk"));
        Assert.Equal(Length, disk.Length);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(left));
    }

    [Fact]
    public async Task Rubbish_at_any_point_takes_neither_the_server_nor_its_memory()
    {
        NbdServer server = Start();
        var random = new Random(77);
        for (int round = 0; round < 60; round++)
        {
            var rubbish = new byte[random.Next(1, 400)];
            random.NextBytes(rubbish);
            await using var client = round % 2 == 0 ? await RawClient.ConnectAsync(server.EndPoint) : await RawClient.OpenAsync(server.EndPoint, "disk");
            // Half of it looks like a request or an option up to a point.
            if (round % 4 == 0) await client.SendAsync(new WireBytes().U32(3).Text("IHAVEOPT"));
            if (round % 4 == 1) await client.SendAsync(new WireBytes().U32(0x25609513));
            await client.SendAsync(rubbish);
            client.Socket.Shutdown(SocketShutdown.Send);
            await client.AssertEndedAsync();
        }

        await using var disk = await NbdDisk.OpenAsync(server.AddressOf("disk"));
        await disk.ReadAsync(0, new byte[Length]);
    }

    [Fact]
    public void Negotiation_takes_any_bytes_and_says_only_what_the_protocol_has() => Prop.ForAll<byte[], bool>((bytes, framed) =>
    {
        var negotiation = new NbdServerNegotiation(_exports, tlsOffered: true, tlsRequired: false);
        negotiation.TakeOutput();
        negotiation.Feed((byte[])new WireBytes().U32(3));
        var rest = new Queue<byte>(bytes);
        for (var step = NbdServerStep.Continue; step == NbdServerStep.Continue;)
        {
            var input = new byte[negotiation.Needed];
            for (int i = 0; i < input.Length; i++)
            {
                if (!rest.TryDequeue(out input[i])) return true;
            }

            // Otherwise nothing random would ever get past the magic number and a plausible length.
            if (framed && input.Length == 16) Encoding.ASCII.GetBytes("IHAVEOPT\0\0\0").CopyTo(input, 0);
            if (framed && input.Length == 16) input[12] = input[13] = input[14] = 0;
            step = negotiation.Feed(input);
            if (negotiation.TakeOutput().Length > 8 * NbdLimits.MaxText) return false;
        }

        negotiation.Export?.Leave();
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(300));

    [Fact]
    public async Task Export_that_two_connections_see_differently_is_not_opened()
    {
        var server = NbdServer.Start(_folder.File("changing"), new Changing());
        _servers.Add(server);

        var error = await Assert.ThrowsAsync<DiskImageException>(() => NbdDisk.OpenAsync(server.AddressOf("disk")));

        Assert.Equal(NbdErrorIds.NbdExportChanged, error.ErrorId);
    }

    private static async Task OpenWhenThereIsRoomAsync(NbdServer server)
    {
        while (true)
        {
            try
            {
                await using RawClient client = await RawClient.OpenAsync(server.EndPoint, "disk");
                return;
            }
            catch (IOException)
            {
                await Task.Delay(10);
            }
        }
    }

    private NbdServer Start(NbdServerOptions? options = null)
    {
        var server = NbdServer.Start(_folder.File($"s{_servers.Count}"), _exports, options);
        _servers.Add(server);
        return server;
    }

    /// <summary>Grows whenever somebody asks.</summary>
    private sealed class Changing : INbdExports
    {
        private int _length;

        public IReadOnlyCollection<string> Names => ["disk"];

        public NbdExport? Find(string name) => new(new MemoryDisk(Interlocked.Add(ref _length, 4096)));
    }
}
