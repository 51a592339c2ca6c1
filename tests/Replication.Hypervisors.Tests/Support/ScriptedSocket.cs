using System.Net.Sockets;
using System.Text;

namespace Replication.Hypervisors.Tests.Support;

/// <summary>A Unix socket whose server is the test: it serves one connection at a time, as QEMU does.</summary>
public sealed class ScriptedSocket : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-socket-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Task _serving;

    /// <param name="serve">Talks to each client in turn until it returns.</param>
    public ScriptedSocket(Func<NetworkStream, Task> serve)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _serving = ServeAsync(serve);
    }

    public string Path => System.IO.Path.Combine(_folder, "socket");

    public static ValueTask SendAsync(Stream stream, string line) => stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"));

    /// <summary>The next line; empty when the client left.</summary>
    public static async Task<string> ReceiveAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one) > 0 && one[0] != '\n') line.Add(one[0]);
        return Encoding.Latin1.GetString([.. line]);
    }

    private async Task ServeAsync(Func<NetworkStream, Task> serve)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }

            await using var stream = new NetworkStream(client, ownsSocket: true);
            try
            {
                await serve(stream);
            }
            catch (IOException)
            {
                // The client left in the middle.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
        Directory.Delete(_folder, recursive: true);
    }
}
