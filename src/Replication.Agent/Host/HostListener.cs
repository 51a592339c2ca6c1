using System.Collections.Concurrent;
using System.Net.Sockets;
using Replication.Core.Errors;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Host;

/// <summary>
/// Answers on the socket of a workspace until it is disposed of; then nobody is being answered any more. Whoever holds
/// the host's lock makes one: a socket that lies there already is a dead host's.
/// </summary>
internal sealed class HostListener : IAsyncDisposable
{
    /// <summary>Askers that wait to be accepted; each takes a millisecond.</summary>
    private const int Backlog = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HostFolder _folder;
    private readonly Func<HostRequest, CancellationToken, Task<HostReply>> _answer;
    private readonly Socket _socket;
    private readonly string _path;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Task, bool> _answering = new();
    private readonly Task _accepting;

    private HostListener(HostFolder folder, Socket socket, string path, Func<HostRequest, CancellationToken, Task<HostReply>> answer)
    {
        _folder = folder;
        _answer = answer;
        _socket = socket;
        _path = path;
        _accepting = AcceptAsync();
    }

    public static HostListener Start(HostFolder folder, string path, Func<HostRequest, CancellationToken, Task<HostReply>> answer)
    {
        // One whose address was never written.
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            // Its folder is closed to others already; this is for those who look at the file alone.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(Backlog);
            HostAddress.Write(folder, path);
            return new HostListener(folder, socket, path, answer);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        HostAddress.Remove(_folder);
        await _end.CancelAsync();
        await _accepting;
        _socket.Dispose();
        await Task.WhenAll(_answering.Keys);
        // Its folder, which may be another than the workspace's, is the host's: sockets of mounts are in it as well.
        if (File.Exists(_path)) File.Delete(_path);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                Track(AnswerAsync(await _socket.AcceptAsync(_end.Token)));
            }
            catch (OperationCanceledException)
            {
                // The end.
            }
            catch (SocketException)
            {
                // An asker that left before it was accepted, or too many open files: that does not pass at once.
                await Task.WhenAny(Task.Delay(Pause, _end.Token));
            }
        }
    }

    private void Track(Task answering)
    {
        _answering.TryAdd(answering, true);
        answering.ContinueWith(ended => _answering.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task AnswerAsync(Socket asker)
    {
        using var limit = new CancellationTokenSource(HostProtocol.TimeLimit);
        try
        {
            await using var stream = new NetworkStream(asker, ownsSocket: true);
            HostReply reply = await ReplyAsync(await HostLines.ReadRequestAsync(stream, limit.Token), limit.Token);
            await HostLines.WriteAsync(stream, reply, limit.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The asker left, or says nothing.
        }
    }

    private async Task<HostReply> ReplyAsync(HostRequest? request, CancellationToken cancellationToken)
    {
        try
        {
            return await _answer(
                request ?? throw new ReplicationException("HostRequestInvalid", "A request", "It is not a line of JSON with a protocol and a verb."), cancellationToken);
        }
        catch (ReplicationException refusal)
        {
            return new HostReply(HostProtocol.Version, Error: new HostRefusal(refusal.ErrorId, refusal.Message));
        }
    }
}
