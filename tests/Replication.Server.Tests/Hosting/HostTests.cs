using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Hosting;

public class HostTests
{
    [Fact]
    public async Task Health_needs_no_key_and_tells_nothing()
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        Answer answer = await server.SendSignedAsync(server.Request(HttpMethod.Get, "/health"));
        Assert.Equal((200, "ok\n"), (answer.Status, answer.Text));
        Assert.DoesNotContain("Server", answer.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        var error = await Assert.ThrowsAsync<ReplicationException>(() => TestServer.StartEchoAsync(options => options with { Listen = [server.Address] }));
        Assert.Equal("ListenAddressInUse", error.ErrorId);
        Assert.Contains(server.Address.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1:0", "CertificateMissing")]
    [InlineData("ftp://127.0.0.1:0", "ListenAddressInvalid")]
    [InlineData("http://example.com:0", "ListenAddressInvalid")]
    [InlineData("http://192.0.2.1:0", "ListenAddressRefused")]
    public async Task An_address_that_cannot_be_served_is_refused(string address, string id)
    {
        var error = await Assert.ThrowsAsync<ReplicationException>(() => TestServer.StartEchoAsync(options => options with { Listen = [new Uri(address)] }));
        Assert.Equal(id, error.ErrorId);
    }

    [Fact]
    public async Task Tls_is_served_with_the_given_certificate()
    {
        using X509Certificate2 certificate = TestCertificate.Create();
        await using TestServer server = await TestServer.StartEchoAsync(options => options with { Listen = [new Uri("https://127.0.0.1:0")], Certificate = certificate });
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented!.Thumbprint == certificate.Thumbprint };
        using var http = new HttpClient(handler);
        HttpRequestMessage request = server.Request(HttpMethod.Post, "/", "x"u8.ToArray());
        await server.Signer().SignAsync(request, "UNSIGNED-PAYLOAD");
        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task After_stop_nothing_runs_and_nobody_listens()
    {
        var echo = new EchoEndpoints("ebs", new RestJsonErrorFormat());
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        echo.Hold = hold.Task;
        await using TestServer server = await TestServer.StartAsync(
            _ => [echo], options => options with { Limits = new ServerLimits { StopTimeout = TimeSpan.FromMilliseconds(100) } });
        HttpRequestMessage request = server.Request(HttpMethod.Get, "/");
        await server.Signer().SignAsync(request);
        Task<Answer> running = server.SendSignedAsync(request);
        await echo.Entered.Task;
        Task stop = server.Server.StopAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => running);
        Assert.False(stop.IsCompleted, "the service still runs");
        hold.SetResult();
        await stop;
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => server.Http.GetAsync(new Uri(server.Address, "/health")));
    }

    [Fact]
    public async Task More_requests_than_the_limit_are_told_to_come_again()
    {
        var echo = new EchoEndpoints("ebs", new RestJsonErrorFormat());
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        echo.Hold = hold.Task;
        await using TestServer server = await TestServer.StartAsync(_ => [echo], options => options with { Limits = new ServerLimits { MaxConcurrentRequests = 1 } });
        Task<Answer> first = server.SendAsync(server.Request(HttpMethod.Get, "/"));
        await echo.Entered.Task;
        (await server.SendAsync(server.Request(HttpMethod.Get, "/"))).Is(400, "RequestThrottledException", "ACCOUNT_THROTTLED");
        hold.SetResult();
        Assert.Equal(200, (await first).Status);
        Assert.Equal(200, (await server.SendAsync(server.Request(HttpMethod.Get, "/"))).Status);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_of_its_service_is_refused()
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        (await server.SendAsync(server.Request(HttpMethod.Post, "/", new byte[100_001]))).Is(413, "RequestEntityTooLargeException");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: {20000}\r\n\r\n", "431")]
    [InlineData("GET /{9000} HTTP/1.1\r\nHost: x\r\n\r\n", "414")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", "400")]
    [InlineData("\0\0\0\0\r\n\r\n", "400")]
    public async Task Hostile_requests_end_with_a_status_and_the_server_goes_on(string text, string status)
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        NetworkStream stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(System.Text.RegularExpressions.Regex.Replace(text, @"\{(\d+)\}", match => new string('a', int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)))));
        using var reader = new StreamReader(stream);
        Assert.StartsWith($"HTTP/1.1 {status}", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(200, (await server.SendSignedAsync(server.Request(HttpMethod.Get, "/health"))).Status);
    }

    [Fact]
    public async Task Headers_that_never_end_are_cut_off()
    {
        await using TestServer server = await TestServer.StartEchoAsync(options => options with { Limits = new ServerLimits { HeadersTimeout = TimeSpan.FromMilliseconds(300) } });
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        await socket.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n"u8.ToArray());
        using var reader = new StreamReader(socket.GetStream());
        Assert.StartsWith("HTTP/1.1 408", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }
}
