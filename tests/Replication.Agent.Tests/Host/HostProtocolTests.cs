using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Replication.Agent.Tests.Host;

/// <summary>The protocol as somebody else's client would speak it.</summary>
public sealed class HostProtocolTests : IAsyncLifetime
{
    private readonly HostRun _run = new();
    private int _host;

    public async ValueTask InitializeAsync()
    {
        _run.Start(idle: 60);
        _host = (await _run.AnsweringAsync()).ProcessId;
    }

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Ping_says_who_and_since_when()
    {
        JsonElement status = (await AskAsync("""{"protocol":1,"verb":"ping"}""")).GetProperty("status");
        Assert.Equal(_host, status.GetProperty("processId").GetInt32());
        Assert.Matches(@"^\d+\.\d+\.\d+$", status.GetProperty("version").GetString());
        Assert.Equal(TimeSpan.Zero, status.GetProperty("since").GetDateTimeOffset().Offset);
        Assert.False(status.TryGetProperty("job", out _));
    }

    [Theory]
    [InlineData("nonsense", "HostRequestInvalid")]
    [InlineData("{}", "HostRequestInvalid")]
    [InlineData("""{"protocol":1,"verb":"dance"}""", "HostRequestInvalid")]
    [InlineData("""{"protocol":2,"verb":"ping"}""", "HostIncompatible")]
    public async Task What_is_not_understood_is_refused_and_the_host_goes_on(string request, string errorId)
    {
        Assert.Equal(errorId, (await AskAsync(request)).GetProperty("error").GetProperty("errorId").GetString());
        Assert.NotNull(await _run.Host.PingAsync());
    }

    [Fact]
    public async Task Somebody_who_says_nothing_and_somebody_who_leaves_keep_nobody_waiting()
    {
        using Socket silent = await ConnectAsync();
        (await ConnectAsync()).Dispose();
        Assert.NotNull(await _run.Host.PingAsync());
    }

    [Fact]
    public async Task A_host_can_be_stopped_in_every_version_of_the_protocol()
    {
        Assert.Equal(_host, (await AskAsync("""{"protocol":99,"verb":"stop"}""")).GetProperty("status").GetProperty("processId").GetInt32());
        await HostRun.GoneAsync(_host);
        Assert.EndsWith("Stopped.", (await File.ReadAllTextAsync(_run.Folder.Log)).TrimEnd(), StringComparison.Ordinal);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(await File.ReadAllTextAsync(_run.Folder.Address)));
        return socket;
    }

    private async Task<JsonElement> AskAsync(string request)
    {
        await using var stream = new NetworkStream(await ConnectAsync(), ownsSocket: true);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request + "\n"));
        using var reader = new StreamReader(stream);
        return JsonDocument.Parse((await reader.ReadLineAsync())!).RootElement.Clone();
    }
}
