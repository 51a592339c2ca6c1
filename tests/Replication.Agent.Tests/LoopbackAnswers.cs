using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Replication.Agent.Tests;

/// <summary>A little web service of the test's own on a free port of the loopback address; what it has no answer for is 404.</summary>
internal sealed class LoopbackAnswers : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<HttpListenerRequest, string?> _answer;
    private readonly Task _serving;

    private LoopbackAnswers(HttpListener listener, string url, Func<HttpListenerRequest, string?> answer)
    {
        _listener = listener;
        _answer = answer;
        Url = url;
        _serving = ServeAsync();
    }

    public string Url { get; }

    public static LoopbackAnswers Start(Func<HttpListenerRequest, string?> answer)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        string url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        var listener = new HttpListener();
        listener.Prefixes.Add($"{url}/");
        listener.Start();
        return new LoopbackAnswers(listener, url, answer);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            string? answer = _answer(context.Request);
            context.Response.StatusCode = answer is null ? 404 : 200;
            if (answer is not null) await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            context.Response.Close();
        }
    }
}
