using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Replication.Core.Errors;
using Replication.Hypervisors.Qemu.Agent;
using Replication.Hypervisors.Qemu.Monitor;
using Replication.Hypervisors.Tests.Support;

namespace Replication.Hypervisors.Tests.Qemu;

public class GuestAgentTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_earlier_client_left_unread_is_passed_over()
    {
        await using var server = new ScriptedSocket(async stream =>
        {
            await ScriptedSocket.SendAsync(stream, """{"return": 99}""");
            await stream.WriteAsync("{\"return\": \"half a l"u8.ToArray(), Token);
            await AnswerAsync(stream, _ => """{"return": {}}""");
        });
        await using GuestAgent agent = await GuestAgent.ConnectAsync(server.Path, cancellationToken: Token);
        await agent.PingAsync(cancellationToken: Token);
    }

    [Fact]
    public async Task HVR_40_file_systems_are_frozen_and_thawed()
    {
        bool frozen = false;
        await using var server = new ScriptedSocket(stream => AnswerAsync(stream, command =>
        {
            if (command == "guest-fsfreeze-status") return $$"""{"return": "{{(frozen ? "frozen" : "thawed")}}"}""";
            if (command == "guest-ping") return """{"return": {}}""";
            frozen = command == "guest-fsfreeze-freeze";
            return """{"return": 2}""";
        }));
        await using GuestAgent agent = await GuestAgent.ConnectAsync(server.Path, cancellationToken: Token);
        Assert.False(await agent.IsFrozenAsync(cancellationToken: Token));
        Assert.Equal(2, await agent.FreezeAsync(TimeSpan.FromMinutes(1), Token));
        Assert.True(await agent.IsFrozenAsync(cancellationToken: Token));
        Assert.Equal(2, await agent.ThawAsync(cancellationToken: Token));
        Assert.False(await agent.IsFrozenAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task A_late_answer_is_not_taken_for_that_of_the_next_command()
    {
        await using var server = new ScriptedSocket(async stream =>
        {
            await AnswerAsync(stream, command => command == "slow" ? null : """{"return": {}}""", "slow");
            // The answer to the slow command arrives after the next conversation has begun.
            string again = await ScriptedSocket.ReceiveAsync(stream);
            await ScriptedSocket.SendAsync(stream, """{"return": "late"}""");
            await SynchronizedAsync(stream, again);
            await AnswerAsync(stream, _ => """{"return": "next"}""");
        });
        await using GuestAgent agent = await GuestAgent.ConnectAsync(server.Path, cancellationToken: Token);
        Assert.Equal("GuestAgentUnresponsive", (await Assert.ThrowsAsync<ReplicationException>(() => agent.ExecuteAsync("slow", null, Soon, Token))).ErrorId);
        Assert.Equal("next", (await agent.ExecuteAsync("next", cancellationToken: Token)).GetString());
    }

    [Fact]
    public async Task A_guest_without_an_agent_is_told()
    {
        await using var server = new ScriptedSocket(async stream =>
        {
            while (await ScriptedSocket.ReceiveAsync(stream) is { Length: > 0 })
            {
                // Nobody answers.
            }
        });
        Assert.Equal("GuestAgentUnresponsive", (await Assert.ThrowsAsync<ReplicationException>(() => GuestAgent.ConnectAsync(server.Path, Soon, cancellationToken: Token))).ErrorId);
    }

    [Fact]
    public async Task A_shutdown_that_is_obeyed_answers_nothing_and_one_that_is_refused_says_why()
    {
        int asked = 0;
        await using var server = new ScriptedSocket(stream => AnswerAsync(
            stream,
            command => command != "guest-shutdown" ? """{"return": {}}""" : asked++ == 0 ? null : """{"error": {"class": "GenericError", "desc": "busy"}}"""));
        await using GuestAgent agent = await GuestAgent.ConnectAsync(server.Path, cancellationToken: Token);
        await agent.ShutdownAsync(Token);
        Assert.Equal("busy", (await Assert.ThrowsAsync<QmpException>(() => agent.ShutdownAsync(Token))).Description);
    }

    [Fact]
    public async Task Rubbish_of_a_guest_is_refused()
    {
        await using var server = new ScriptedSocket(stream => AnswerAsync(stream, command => command == "guest-ping" ? """{"return": {}}""" : "rubbish"));
        await using GuestAgent agent = await GuestAgent.ConnectAsync(server.Path, cancellationToken: Token);
        Assert.Equal("QmpProtocolError", (await Assert.ThrowsAsync<ReplicationException>(() => agent.ExecuteAsync("x", cancellationToken: Token))).ErrorId);
        await agent.PingAsync(cancellationToken: Token);
    }

    /// <summary>Answers synchronization as qemu-ga does, and commands as the test says, until the client leaves or one was the last.</summary>
    private static async Task AnswerAsync(NetworkStream stream, Func<string, string?> answer, string? last = null)
    {
        while (await ScriptedSocket.ReceiveAsync(stream) is { Length: > 0 } line)
        {
            if (await SynchronizedAsync(stream, line)) continue;
            string command = JsonDocument.Parse(line).RootElement.GetProperty("execute").GetString()!;
            if (answer(command) is { } text) await ScriptedSocket.SendAsync(stream, text);
            if (command == last) return;
        }
    }

    private static async Task<bool> SynchronizedAsync(NetworkStream stream, string line)
    {
        if (line[0] != '\xFF') return false;
        JsonElement sync = JsonDocument.Parse(line[1..]).RootElement;
        Assert.Equal("guest-sync-delimited", sync.GetProperty("execute").GetString());
        await stream.WriteAsync(new byte[] { 0xFF }, Token);
        await stream.WriteAsync(Encoding.UTF8.GetBytes($$"""{"return": {{sync.GetProperty("arguments").GetProperty("id")}}}""" + "\n"), Token);
        return true;
    }
}
