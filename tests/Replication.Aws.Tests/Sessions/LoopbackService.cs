using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Replication.Aws.Tests.Sessions;

/// <summary>A bare HTTP listener on loopback that records request heads and answers what it is told.</summary>
internal sealed class LoopbackService : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, (int Status, byte[] Body)> _answer;

    public LoopbackService(Func<string, (int Status, string Body)> answer)
        : this(request => answer(request) is var (status, body) ? (status, Encoding.UTF8.GetBytes(body)) : default)
    {
    }

    public LoopbackService(Func<string, (int Status, byte[] Body)> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Heads and bodies, as text.</summary>
    public List<string> Requests { get; } = [];

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var buffer = new byte[64 * 1024];
        int length = 0;
        while (true)
        {
            length += await stream.ReadAsync(buffer.AsMemory(length), _stop.Token);
            string text = Encoding.ASCII.GetString(buffer, 0, length);
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;
            string? bodyLength = text[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?[15..];
            if (length < end + 4 + int.Parse(bodyLength ?? "0", System.Globalization.CultureInfo.InvariantCulture)) continue;
            lock (Requests) Requests.Add(text);
            (int status, byte[] body) = _answer(text);
            string head = $"HTTP/1.1 {status} X\r\nContent-Type: text/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
            await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body], _stop.Token);
            return;
        }
    }
}
