using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Replication.Core.Errors;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Qemu.Agent;

/// <summary>
/// The guest agent (qemu-ga) of a machine, over the socket of its virtio-serial port. Commands are given one at a time. Nobody may be
/// listening inside the guest and what an earlier client left unread may still arrive, so every command that follows a silence begins with
/// guest-sync-delimited, whose answer tells old bytes from new ones.
/// </summary>
public sealed class GuestAgent : IAsyncDisposable
{
    /// <summary>An agent that lives answers a ping at once, also under emulation.</summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(5);

    /// <summary>A shutdown answers only when it is refused.</summary>
    private static readonly TimeSpan RefusalLimit = TimeSpan.FromSeconds(1);

    private const int ReadSize = 16 * 1024;

    private readonly Socket _socket;
    private readonly GuestAgentSession _session;
    private readonly string _target;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _one = new(1);
    private readonly byte[] _buffer = new byte[ReadSize];
    private bool _inStep;

    private GuestAgent(string path, Socket socket, TimeProvider time)
    {
        _target = $"Guest agent at {path}";
        _socket = socket;
        _session = new GuestAgentSession(_target);
        _time = time;
    }

    /// <summary>Connects and proves that an agent answers.</summary>
    /// <exception cref="ReplicationException">QmpUnavailable: the machine has no such socket. GuestAgentUnresponsive: nobody answers.</exception>
    public static async Task<GuestAgent> ConnectAsync(
        string path, TimeSpan? limit = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var agent = new GuestAgent(path, socket, time ?? TimeProvider.System);
        try
        {
            await MonitorSocket.ConnectAsync(socket, path, agent._target, cancellationToken);
            await agent.ExecuteAsync("guest-ping", null, limit, cancellationToken);
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    public Task PingAsync(TimeSpan? limit = null, CancellationToken cancellationToken = default) => ExecuteAsync("guest-ping", null, limit, cancellationToken);

    /// <summary>Flushes and freezes the guest's file systems until <see cref="ThawAsync"/>; answers how many. Applications wait meanwhile.</summary>
    public async Task<int> FreezeAsync(TimeSpan limit, CancellationToken cancellationToken = default) =>
        Number("guest-fsfreeze-freeze", await ExecuteAsync("guest-fsfreeze-freeze", null, limit, cancellationToken));

    /// <summary>Ends a freeze, also one that was begun over another connection; answers how many file systems were frozen.</summary>
    public async Task<int> ThawAsync(TimeSpan? limit = null, CancellationToken cancellationToken = default) =>
        Number("guest-fsfreeze-thaw", await ExecuteAsync("guest-fsfreeze-thaw", null, limit, cancellationToken));

    /// <summary>Whether the guest's file systems are frozen.</summary>
    public async Task<bool> IsFrozenAsync(TimeSpan? limit = null, CancellationToken cancellationToken = default) =>
        await ExecuteAsync("guest-fsfreeze-status", null, limit, cancellationToken) is { ValueKind: JsonValueKind.String } status
            && status.GetString() == "frozen";

    /// <summary>Asks the guest to shut down. It answers nothing when it does.</summary>
    /// <exception cref="QmpException">The guest refused.</exception>
    public async Task ShutdownAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await ExecuteAsync("guest-shutdown", new JsonObject { ["mode"] = "powerdown" }, RefusalLimit, cancellationToken);
        }
        catch (ReplicationException silent) when (silent.ErrorId is "GuestAgentUnresponsive" or "QmpDisconnected")
        {
            // Silence is consent (qga/qapi-schema.json: guest-shutdown has no success response).
        }
    }

    /// <summary>Gives any command of the agent.</summary>
    /// <exception cref="QmpException">QmpRefused: the agent's class and description.</exception>
    /// <exception cref="ReplicationException">GuestAgentUnresponsive; QmpDisconnected when the machine ended; QmpProtocolError.</exception>
    public async Task<JsonElement> ExecuteAsync(
        string command, JsonObject? arguments = null, TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        TimeSpan allowed = limit ?? DefaultLimit;
        await _one.WaitAsync(cancellationToken);
        using var clock = new CancellationTokenSource(allowed, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            if (!_inStep) await SynchronizeAsync(either.Token);
            _inStep = false;
            await SendAsync(GuestAgentSession.Command(command, arguments), either.Token);
            QmpReply reply = await ReadAsync(either.Token);
            _inStep = true;
            return reply.ErrorClass is { } error ? throw new QmpException(_target, command, error, reply.Description!) : reply.Value;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ReplicationException(
                "GuestAgentUnresponsive", _target, $"{command} had no answer within {allowed.TotalSeconds:0.#} s.", "a guest whose agent (qemu-ga) runs.",
                "Install and start qemu-guest-agent in the guest, and close other programs that are connected to this socket.");
        }
        catch (SocketException error)
        {
            throw new ReplicationException("QmpDisconnected", _target, $"The connection is over: {error.Message}", "a machine that runs on.", inner: error);
        }
        finally
        {
            _one.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _one.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SynchronizeAsync(CancellationToken cancellationToken)
    {
        long id = RandomNumberGenerator.GetInt32(int.MaxValue);
        await SendAsync(_session.Synchronize(id), cancellationToken);
        while (true)
        {
            QmpReply reply = await ReadAsync(cancellationToken);
            // Answers to what others asked before, up to that to our number.
            if (reply.ErrorClass is null && reply.Value.ValueKind == JsonValueKind.Number && reply.Value.TryGetInt64(out long answered)
                && answered == id) return;
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0) bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
    }

    private async Task<QmpReply> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_session.Next() is { } reply) return reply;
            int read = await _socket.ReceiveAsync(_buffer, cancellationToken);
            if (read == 0) throw new ReplicationException(
                "QmpDisconnected", _target, "The connection is over: the machine closed it.", "a machine that runs on.");
            _session.Receive(_buffer.AsMemory(0, read));
        }
    }

    private int Number(string command, JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
        ? number
        : throw new ReplicationException("QmpProtocolError", _target, $"{command} answered no number.");
}
