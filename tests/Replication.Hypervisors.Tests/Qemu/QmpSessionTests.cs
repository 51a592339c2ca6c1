using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Replication.Core.Errors;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Tests.Qemu;

/// <summary>The protocol on bytes alone.</summary>
public class QmpSessionTests
{
    private const string Greeting = """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "x"}, "capabilities": ["oob"]}}""" + "\r\n";

    private readonly QmpSession _session = new("QEMU");
    private readonly List<string> _sent = [];
    private readonly List<QmpReply> _replies = [];
    private readonly List<QmpEvent> _events = [];

    [Fact]
    public void A_session_negotiates_and_then_gives_commands_with_ids()
    {
        Negotiate();
        Assert.Equal(("7.2.22", QmpState.Ready), (_session.Version, _session.State));
        (long id, byte[] bytes) = _session.Command("stop", new JsonObject { ["a"] = 1 });
        Assert.Equal($$$"""{"execute":"stop","id":{{{id}}},"arguments":{"a":1}}""" + "\n", Encoding.UTF8.GetString(bytes));
        Assert.NotEqual(id, _session.Command("cont", null).Id);
    }

    [Fact]
    public void Every_way_to_cut_the_bytes_gives_the_same_messages()
    {
        byte[] all = Encoding.UTF8.GetBytes(
            Greeting + """{"return": {}, "id": 0}""" + "\r\n" + """{"return": {"status": "ü"}, "id": 1}""" + "\r\n\r\n"
            + """{"timestamp": {"seconds": 1, "microseconds": 5}, "event": "STOP"}""" + "\n");
        for (int cut = 0; cut <= all.Length; cut++)
        {
            var session = new QmpSession("QEMU");
            var replies = new List<QmpReply>();
            var events = new List<QmpEvent>();
            foreach (byte[] part in (byte[][])[all[..cut], all[cut..]]) session.Receive(part, _ => { }, replies.Add, events.Add);
            Assert.Equal((1L, "ü"), (Assert.Single(replies).Id, replies[0].Value.GetProperty("status").GetString()));
            Assert.Equal(("STOP", DateTimeOffset.UnixEpoch.AddSeconds(1).AddMicroseconds(5)), (Assert.Single(events).Name, events[0].Time));
            Assert.Equal(JsonValueKind.Undefined, events[0].Data.ValueKind);
        }
    }

    [Fact]
    public void Events_before_the_negotiation_and_a_clock_that_could_not_be_read_are_no_fault()
    {
        Receive(Greeting);
        Receive("""{"timestamp": {"seconds": -1, "microseconds": -1}, "event": "RESET", "data": {"guest": true}}""" + "\n");
        Receive("""{"return": {}, "id": 0}""" + "\n");
        Assert.Equal(("RESET", null, true), (Assert.Single(_events).Name, _events[0].Time, _events[0].Data.GetProperty("guest").GetBoolean()));
        Assert.Equal(QmpState.Ready, _session.State);
    }

    [Fact]
    public void An_error_carries_QEMUs_class_and_description()
    {
        Negotiate();
        Receive("""{"id": 4, "error": {"class": "DeviceNotFound", "desc": "Device 'x' not found"}}""" + "\n");
        Assert.Equal((4L, "DeviceNotFound", "Device 'x' not found"), (_replies[0].Id!.Value, _replies[0].ErrorClass, _replies[0].Description));
    }

    [Theory]
    [InlineData("no JSON\n")]
    [InlineData("[]\n")]
    [InlineData("{}\n")]
    [InlineData("{\"QMP\": 1}\n")]
    [InlineData("{\"return\": {}, \"id\": 0}\n")]
    public void What_is_no_greeting_is_refused(string bytes) => Refused(bytes);

    [Theory]
    [InlineData("{}\n")]
    [InlineData("{\"return\": {}}\n")]
    [InlineData("{\"return\": {}, \"id\": \"text\"}\n")]
    [InlineData("{\"error\": \"text\", \"id\": 1}\n")]
    [InlineData("{\"event\": 3}\n")]
    [InlineData("{\"return\": {}, \"id\": 1\n")]
    public void What_is_no_message_is_refused(string bytes)
    {
        Negotiate();
        Refused(bytes);
    }

    [Fact]
    public void A_negotiation_that_is_refused_says_why()
    {
        Receive(Greeting);
        var refused = Assert.Throws<QmpException>(() => Receive("""{"id": 0, "error": {"class": "CommandNotFound", "desc": "no"}}""" + "\n"));
        Assert.Equal(("QmpRefused", "CommandNotFound", "no"), (refused.ErrorId, refused.ErrorClass, refused.Description));
    }

    [Fact]
    public void A_line_without_an_end_does_not_fill_the_memory()
    {
        var lines = new MessageLines("QEMU", longest: 10);
        Assert.Empty(lines.Feed("0123456789"u8.ToArray()));
        Assert.Equal("QmpProtocolError", Assert.Throws<ReplicationException>(() => lines.Feed("x"u8.ToArray()).Count()).ErrorId);
    }

    private void Negotiate()
    {
        Receive(Greeting);
        Assert.Equal(["""{"execute":"qmp_capabilities","id":0}""" + "\n"], _sent);
        Receive("""{"return": {}, "id": 0}""" + "\r\n");
    }

    private void Receive(string text) =>
        _session.Receive(Encoding.UTF8.GetBytes(text), bytes => _sent.Add(Encoding.UTF8.GetString(bytes)), _replies.Add, _events.Add);

    private void Refused(string bytes) => Assert.Equal("QmpProtocolError", Assert.Throws<ReplicationException>(() => Receive(bytes)).ErrorId);
}
