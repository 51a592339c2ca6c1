using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Replication.Agent.Tests.Monitoring;

/// <summary>Takes POSTs on loopback, byte for byte, and answers with a status.</summary>
internal sealed class HttpReceiver : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public HttpReceiver()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Status { get; set; } = 200;

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public ConcurrentQueue<Received> Requests { get; } = new();

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
            while (true) _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                var bytes = new List<byte>();
                var buffer = new byte[16 * 1024];
                int end;
                while ((end = HeadLength(bytes)) < 0 || bytes.Count < end + BodyLength(bytes, end))
                {
                    int read = await stream.ReadAsync(buffer, _stop.Token);
                    if (read == 0) return;
                    bytes.AddRange(buffer[..read]);
                }

                string head = Encoding.ASCII.GetString([.. bytes[..end]]);
                Requests.Enqueue(new Received(head, [.. bytes[end..]]));
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {Status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The other side or the test has ended.
            }
        }
    }

    private static int HeadLength(List<byte> bytes)
    {
        int end = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes).IndexOf("\r\n\r\n"u8);
        return end < 0 ? -1 : end + 4;
    }

    private static int BodyLength(List<byte> bytes, int end) => new Received(Encoding.ASCII.GetString([.. bytes[..end]]), []).Header("Content-Length") is { } length
        ? int.Parse(length, CultureInfo.InvariantCulture) : 0;
}

/// <param name="Head">Request line and headers.</param>
/// <param name="Body">What followed.</param>
internal sealed record Received(string Head, byte[] Body)
{
    public string Path => Head.Split(' ')[1];

    public string? Header(string name) => Head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
