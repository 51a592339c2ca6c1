using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Replication.Core.Errors;

namespace Replication.Hypervisors.Qemu.Monitor;

/// <summary>
/// A connection to the monitor of a running QEMU. Commands may be given from several threads; each gets the reply that has its id. QEMU serves
/// one connection per socket at a time; the next one waits for its greeting until the first one is closed.
/// </summary>
public sealed class QmpClient : IAsyncDisposable
{
    /// <summary>Commands answer at once; what takes long is a job of QEMU that tells its end by an event.</summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(30);

    private const int ReadSize = 64 * 1024;

    private readonly Socket _socket;
    private readonly QmpSession _session;
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<long, TaskCompletionSource<QmpReply>> _waiting = [];
    private readonly List<QmpEvents> _subscribers = [];
    private Exception? _ended;
    private Task _reading = Task.CompletedTask;

    private QmpClient(string path, Socket socket, TimeProvider time, TimeSpan limit)
    {
        Target = $"QEMU at {path}";
        _socket = socket;
        _time = time;
        _limit = limit;
        _session = new QmpSession(Target);
    }

    /// <summary>How errors name this QEMU.</summary>
    public string Target { get; }

    /// <summary>Version of QEMU ("7.2.22").</summary>
    public string Version => _session.Version;

    /// <param name="path">The monitor's Unix socket.</param>
    /// <param name="limit">Time for the greeting, and for each command that names none (default <see cref="DefaultLimit"/>).</param>
    /// <param name="time">Clock of the limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ReplicationException">
    /// QmpUnavailable: nobody listens. QmpUnresponsive: no greeting within the limit, as when another program is connected. QmpProtocolError.
    /// </exception>
    public static async Task<QmpClient> ConnectAsync(
        string path, TimeSpan? limit = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var client = new QmpClient(path, socket, time ?? TimeProvider.System, limit ?? DefaultLimit);
        try
        {
            await MonitorSocket.ConnectAsync(socket, path, client.Target, cancellationToken);
            client._reading = client.ReadAsync();
            await client.WithinAsync(
                client._ready.Task, client._limit, "the greeting", "Close the other program that is connected to this socket.", cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives a command and waits for its reply.</summary>
    /// <param name="command">As QEMU names it ("query-status").</param>
    /// <param name="arguments">Its arguments; not kept.</param>
    /// <param name="limit">Time for the reply; a command that is late may still take effect.</param>
    /// <param name="cancellationToken">Stops waiting; the command may still take effect.</param>
    /// <returns>What the command returns; an empty object for one that returns nothing.</returns>
    /// <exception cref="QmpException">QmpRefused: QEMU's class and description.</exception>
    /// <exception cref="ReplicationException">QmpUnresponsive, QmpDisconnected, QmpProtocolError.</exception>
    public async Task<JsonElement> ExecuteAsync(
        string command, JsonObject? arguments = null, TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        var answer = new TaskCompletionSource<QmpReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        long id = await SendAsync(command, arguments, answer, cancellationToken);
        try
        {
            await WithinAsync(answer.Task, limit ?? _limit, command, null, cancellationToken);
        }
        finally
        {
            lock (_waiting) _waiting.Remove(id);
        }

        QmpReply reply = await answer.Task;
        return reply.ErrorClass is { } error ? throw new QmpException(Target, command, error, reply.Description!) : reply.Value;
    }

    /// <summary>Actions that QEMU does all together or not at all, at one instant of the guest's disks.</summary>
    /// <exception cref="ReplicationException">As <see cref="ExecuteAsync"/>; refused means that none was done.</exception>
    public async Task TransactionAsync(
        IEnumerable<(string Type, JsonObject Data)> actions, TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        var list = new JsonArray([.. actions.Select(action => new JsonObject { ["type"] = action.Type, ["data"] = action.Data.DeepClone() })]);
        await ExecuteAsync("transaction", new JsonObject { ["actions"] = list }, limit, cancellationToken);
    }

    /// <summary>Events from now on. Subscribe before the command whose effect is waited for.</summary>
    public QmpEvents Subscribe()
    {
        var subscriber = new QmpEvents(Target, _time, Leave);
        lock (_waiting)
        {
            if (_ended is { } error) subscriber.End(error);
            else _subscribers.Add(subscriber);
        }

        return subscriber;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _reading;
        _socket.Dispose();
        End(Disconnected("It was closed here."));
        _sending.Dispose();
        _closing.Dispose();
    }

    private async Task<long> SendAsync(string command, JsonObject? arguments, TaskCompletionSource<QmpReply> answer, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            (long id, byte[] bytes) = _session.Command(command, arguments);
            lock (_waiting)
            {
                if (_ended is { } error) throw error;
                _waiting[id] = answer;
            }

            // Half a command would spoil the next one, so what has begun is sent to its end or the connection is over.
            await SendAllAsync(bytes);
            return id;
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var clock = new CancellationTokenSource(_limit, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, _closing.Token);
            while (bytes.Length > 0) bytes = bytes[await _socket.SendAsync(bytes, either.Token)..];
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            ReplicationException lost = Disconnected(error.Message);
            End(lost);
            throw lost;
        }
    }

    /// <summary>One task takes everything that arrives; it ends with the connection and never throws.</summary>
    private async Task ReadAsync()
    {
        var buffer = new byte[ReadSize];
        try
        {
            while (true)
            {
                int read = await _socket.ReceiveAsync(buffer, _closing.Token);
                if (read == 0) throw Disconnected("It closed the connection.");
                var toSend = new List<byte[]>();
                _session.Receive(buffer.AsMemory(0, read), toSend.Add, Complete, Publish);
                foreach (byte[] bytes in toSend) await SendAllAsync(bytes);
                if (_session.State == QmpState.Ready) _ready.TrySetResult();
            }
        }
        catch (ReplicationException error)
        {
            End(error);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            End(Disconnected(error.Message));
        }
    }

    private void Complete(QmpReply reply)
    {
        // A command that QEMU could not read has no id; ours are well-formed, so the stream is out of step.
        if (reply.Id is not { } id) throw new ReplicationException("QmpProtocolError", Target, $"It could not read a command: {reply.Description}");
        lock (_waiting)
        {
            // One that nobody waits for any more is a late reply.
            if (_waiting.Remove(id, out TaskCompletionSource<QmpReply>? answer)) answer.TrySetResult(reply);
        }
    }

    private void Publish(QmpEvent happened)
    {
        lock (_waiting)
        {
            foreach (QmpEvents subscriber in _subscribers) subscriber.Add(happened);
        }
    }

    private void Leave(QmpEvents subscriber)
    {
        lock (_waiting) _subscribers.Remove(subscriber);
    }

    private void End(ReplicationException error)
    {
        lock (_waiting)
        {
            _ended ??= error;
            foreach (TaskCompletionSource<QmpReply> answer in _waiting.Values) answer.TrySetException(_ended);
            foreach (QmpEvents subscriber in _subscribers) subscriber.End(_ended);
            _waiting.Clear();
            _subscribers.Clear();
        }

        if (_ready.TrySetException(error)) _ = _ready.Task.Exception;
    }

    private async Task WithinAsync(Task task, TimeSpan limit, string what, string? nextStep, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(limit, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new ReplicationException(
                "QmpUnresponsive", Target, $"It did not answer {what} within {limit.TotalSeconds:0.#} s.", "a QEMU that answers.", nextStep);
        }
    }

    private ReplicationException Disconnected(string found) => new("QmpDisconnected", Target, $"The connection is over: {found}", "a machine that runs on.");
}
