using System.Net;
using System.Net.Sockets;
using Replication.Catalog.Postgres;

namespace Replication.Catalog.Tests.Postgres;

/// <summary>
/// The way to the server through a port of loopback, on which the connection that carries the next COMMIT breaks: before the server
/// sees it, or when the server has answered. Statements are not prepared, so that a COMMIT can be told from others.
/// </summary>
internal sealed class CutConnection : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly Cut _cut;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _armed;

    public CutConnection(PostgresServer server, Cut cut)
    {
        _server = server;
        _cut = cut;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public enum Cut
    {
        BeforeCommit,
        AfterCommit,
    }

    public int Cuts { get; private set; }

    public void Arm() => Volatile.Write(ref _armed, 1);

    public PostgresAddress Through(PostgresPlace place) => PostgresAddress.Parse(
        place.Address.ToString().Replace($"Host={_server.SocketFolder}", $"Host=127.0.0.1;Port={((IPEndPoint)_listener.LocalEndpoint).Port};Max Auto Prepare=0", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = RelayAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using TcpClient near = client;
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using CancellationTokenSource broken = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            await far.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(_server.SocketFolder, ".s.PGSQL.5432")), broken.Token);
            var committing = new TaskCompletionSource();
            Task answers = AnswersAsync(far, near.Client, committing.Task, broken);
            byte[] buffer = new byte[65536];
            int read;
            while ((read = await near.Client.ReceiveAsync(buffer, broken.Token)) > 0)
            {
                bool cut = buffer.AsSpan(0, read).IndexOf("COMMIT"u8) >= 0 && Interlocked.Exchange(ref _armed, 0) == 1;
                if (cut && _cut == Cut.BeforeCommit)
                {
                    Cuts++;
                    break;
                }

                if (cut) committing.SetResult();
                await far.SendAsync(buffer.AsMemory(0, read), broken.Token);
            }

            await broken.CancelAsync();
            await answers;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // One side has gone.
        }
    }

    private async Task AnswersAsync(Socket far, Socket near, Task committing, CancellationTokenSource broken)
    {
        try
        {
            byte[] buffer = new byte[65536];
            int read;
            while ((read = await far.ReceiveAsync(buffer, broken.Token)) > 0)
            {
                if (committing.IsCompleted)
                {
                    Cuts++;
                    await broken.CancelAsync();
                    near.Close();
                    return;
                }

                await near.SendAsync(buffer.AsMemory(0, read), broken.Token);
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone.
        }
    }
}
