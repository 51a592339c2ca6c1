using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Replication.Core.Errors;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Qemu.Agent;

/// <summary>
/// The client's side of the guest agent's protocol (docs/interop/qemu-ga.rst of QEMU) on bytes alone. A byte 0xFF never occurs in JSON's UTF-8:
/// sent, it makes the agent drop half a command that an earlier client left; received, it says that the answer to guest-sync-delimited follows
/// and everything before is of earlier clients.
/// </summary>
internal sealed class GuestAgentSession(string target)
{
    private const byte Sentinel = 0xFF;

    /// <summary>The agent's answers are small; a guest is not trusted to keep to that.</summary>
    private const int LongestLine = 1024 * 1024;

    private readonly MessageLines _lines = new(target, LongestLine);
    private readonly Queue<QmpReply> _replies = new();
    private bool _awaitsSentinel;

    public static byte[] Command(string name, JsonObject? arguments)
    {
        var command = new JsonObject { ["execute"] = name };
        if (arguments is not null) command["arguments"] = arguments.DeepClone();
        return [.. Encoding.UTF8.GetBytes(command.ToJsonString()), (byte)'\n'];
    }

    /// <summary>What begins a conversation; from now on everything is passed over up to the sentinel.</summary>
    public byte[] Synchronize(long id)
    {
        _awaitsSentinel = true;
        _replies.Clear();
        _lines.Clear();
        return [Sentinel, .. Command("guest-sync-delimited", new JsonObject { ["id"] = id })];
    }

    /// <summary>The oldest reply that has not been taken; null when more has to arrive.</summary>
    public QmpReply? Next() => _replies.TryDequeue(out QmpReply? reply) ? reply : null;

    /// <exception cref="ReplicationException">QmpProtocolError: what arrived in step is no reply.</exception>
    public void Receive(ReadOnlyMemory<byte> bytes)
    {
        int sentinel = bytes.Span.LastIndexOf(Sentinel);
        if (sentinel >= 0)
        {
            _awaitsSentinel = false;
            _replies.Clear();
            _lines.Clear();
            bytes = bytes[(sentinel + 1)..];
        }

        if (_awaitsSentinel) return;
        foreach (byte[] line in _lines.Feed(bytes)) _replies.Enqueue(ReplyOf(line));
    }

    private QmpReply ReplyOf(byte[] line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement message = document.RootElement;
            if (message.ValueKind == JsonValueKind.Object)
            {
                if (message.TryGetProperty("return", out JsonElement value)) return new QmpReply(null, value.Clone());
                if (message.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.Object)
                    return new QmpReply(null, default, Text(error, "class"), Text(error, "desc"));
            }
        }
        catch (JsonException)
        {
            // Refused below, as everything else that is no reply.
        }

        throw new ReplicationException("QmpProtocolError", target, "An answer is no reply of a guest agent.", "qemu-ga in the guest.");
    }

    private static string Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
