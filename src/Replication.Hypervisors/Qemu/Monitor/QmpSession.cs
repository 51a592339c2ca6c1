using System.Text.Json;
using System.Text.Json.Nodes;
using Replication.Core.Errors;

namespace Replication.Hypervisors.Qemu.Monitor;

/// <summary>
/// The client's side of the QEMU Machine Protocol (docs/interop/qmp-spec.rst of QEMU) on bytes alone: greeting, negotiation of capabilities,
/// then commands with ids, and replies and events in any order. Every message is checked before anything is made of it.
/// </summary>
internal sealed class QmpSession(string target)
{
    private const string Negotiate = "qmp_capabilities";
    private const long NegotiationId = 0;

    private static readonly string[] VersionParts = ["major", "minor", "micro"];

    private readonly MessageLines _lines = new(target);
    private long _lastId = NegotiationId;

    public QmpState State { get; private set; }

    /// <summary>What QEMU said that it is ("7.2.22"); empty before the greeting.</summary>
    public string Version { get; private set; } = "";

    /// <summary>The bytes of a command, and the id that its reply will have.</summary>
    public (long Id, byte[] Bytes) Command(string name, JsonObject? arguments)
    {
        if (State != QmpState.Ready) throw new InvalidOperationException($"A command was given while the session is {State}.");
        long id = ++_lastId;
        return (id, Encode(id, name, arguments));
    }

    /// <summary>
    /// Takes what arrived. Bytes to send at once go to <paramref name="send"/>, replies and events to the other two, in their order.
    /// </summary>
    /// <exception cref="ReplicationException">QmpProtocolError: the other side does not speak QMP.</exception>
    /// <exception cref="QmpException">QEMU refused the negotiation.</exception>
    public void Receive(ReadOnlyMemory<byte> bytes, Action<byte[]> send, Action<QmpReply> reply, Action<QmpEvent> happened)
    {
        foreach (byte[] line in _lines.Feed(bytes))
        {
            JsonElement message = Parse(line);
            if (State == QmpState.AwaitingGreeting) Greet(message, send);
            else if (message.TryGetProperty("event", out JsonElement name)) happened(EventOf(name, message));
            else if (ReplyOf(message) is { } answer)
            {
                if (State == QmpState.Negotiating) EndNegotiation(answer);
                else reply(answer);
            }
        }
    }

    private void Greet(JsonElement message, Action<byte[]> send)
    {
        if (!message.TryGetProperty("QMP", out JsonElement greeting) || greeting.ValueKind != JsonValueKind.Object) throw Violation("It sent no greeting.");
        Version = VersionOf(greeting);
        State = QmpState.Negotiating;
        send(Encode(NegotiationId, Negotiate, null));
    }

    private void EndNegotiation(QmpReply answer)
    {
        if (answer.ErrorClass is { } error) throw new QmpException(target, Negotiate, error, answer.Description!);
        if (answer.Id != NegotiationId) throw Violation($"It answered command {answer.Id} before the negotiation.");
        State = QmpState.Ready;
    }

    private QmpReply ReplyOf(JsonElement message)
    {
        long? id = message.TryGetProperty("id", out JsonElement given) ? given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out long number)
            ? number : throw Violation("A reply has an id that was never given.") : null;
        if (message.TryGetProperty("return", out JsonElement value)) return id is null ? throw Violation("A reply has no id.") : new QmpReply(id, value);
        if (!message.TryGetProperty("error", out JsonElement error) || error.ValueKind != JsonValueKind.Object)
            throw Violation("A message is neither a reply nor an event.");
        return new QmpReply(id, default, Text(error, "class"), Text(error, "desc"));
    }

    private QmpEvent EventOf(JsonElement name, JsonElement message)
    {
        if (name.ValueKind != JsonValueKind.String) throw Violation("An event has no name.");
        message.TryGetProperty("data", out JsonElement data);
        return new QmpEvent(name.GetString()!, data, TimeOf(message));
    }

    /// <summary>QEMU writes -1 for a time that it could not read.</summary>
    private static DateTimeOffset? TimeOf(JsonElement message) =>
        message.TryGetProperty("timestamp", out JsonElement time) && time.ValueKind == JsonValueKind.Object
        && time.TryGetProperty("seconds", out JsonElement seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt64(out long whole)
        && time.TryGetProperty("microseconds", out JsonElement part) && part.ValueKind == JsonValueKind.Number && part.TryGetInt64(out long micro)
        && whole is >= 0 and <= uint.MaxValue && micro is >= 0 and < 1_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(whole).AddMicroseconds(micro)
            : null;

    private static string VersionOf(JsonElement greeting) =>
        greeting.TryGetProperty("version", out JsonElement version) && version.ValueKind == JsonValueKind.Object
        && version.TryGetProperty("qemu", out JsonElement numbers) && numbers.ValueKind == JsonValueKind.Object
            ? string.Join('.', VersionParts.Select(part => numbers.TryGetProperty(part, out JsonElement number) ? number.ToString() : "?"))
            : "";

    private static string Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private JsonElement Parse(byte[] line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw Violation("A message is no JSON object.");
        }
        catch (JsonException error)
        {
            throw Violation($"A message is no JSON: {error.Message}");
        }
    }

    private static byte[] Encode(long id, string name, JsonObject? arguments)
    {
        var command = new JsonObject { ["execute"] = name, ["id"] = id };
        if (arguments is not null) command["arguments"] = arguments.DeepClone();
        return [.. System.Text.Encoding.UTF8.GetBytes(command.ToJsonString()), (byte)'\n'];
    }

    private ReplicationException Violation(string found) =>
        new("QmpProtocolError", target, found, "the monitor protocol of QEMU.", "Look at what listens on this socket.");
}
