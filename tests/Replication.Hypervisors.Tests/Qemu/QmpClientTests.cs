using System.Net.Sockets;
using System.Text.Json;
using Replication.Core.Errors;
using Replication.Hypervisors.Qemu.Monitor;
using Replication.Hypervisors.Tests.Support;

namespace Replication.Hypervisors.Tests.Qemu;

/// <summary>The client against a server that does what a test wants.</summary>
public class QmpClientTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replies_find_their_commands_in_any_order()
    {
        await using var server = new ScriptedSocket(async stream =>
        {
            await GreetAsync(stream);
            string first = await ScriptedSocket.ReceiveAsync(stream);
            string second = await ScriptedSocket.ReceiveAsync(stream);
            await ScriptedSocket.SendAsync(stream, $$"""{"return": "{{NameOf(second)}}", "id": {{IdOf(second)}}}""");
            await ScriptedSocket.SendAsync(stream, $$"""{"return": "{{NameOf(first)}}", "id": {{IdOf(first)}}}""");
            await ScriptedSocket.ReceiveAsync(stream);
        });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        Task<JsonElement> one = client.ExecuteAsync("one", cancellationToken: Token);
        Task<JsonElement> two = client.ExecuteAsync("two", cancellationToken: Token);
        Assert.Equal(("one", "two"), ((await one).GetString(), (await two).GetString()));
    }

    [Fact]
    public async Task A_late_reply_is_not_taken_for_that_of_the_next_command()
    {
        await using var server = new ScriptedSocket(async stream =>
        {
            await GreetAsync(stream);
            string late = await ScriptedSocket.ReceiveAsync(stream);
            string next = await ScriptedSocket.ReceiveAsync(stream);
            await ScriptedSocket.SendAsync(stream, $$"""{"return": "late", "id": {{IdOf(late)}}}""");
            await ScriptedSocket.SendAsync(stream, $$"""{"return": "next", "id": {{IdOf(next)}}}""");
            await ScriptedSocket.ReceiveAsync(stream);
        });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        var slow = await Assert.ThrowsAsync<ReplicationException>(() => client.ExecuteAsync("slow", limit: Soon, cancellationToken: Token));
        Assert.Equal("QmpUnresponsive", slow.ErrorId);
        Assert.Equal("next", (await client.ExecuteAsync("next", cancellationToken: Token)).GetString());
    }

    [Fact]
    public async Task INV_10_a_connection_that_breaks_ends_commands_and_subscriptions_with_its_own_id()
    {
        await using var server = new ScriptedSocket(async stream =>
        {
            await GreetAsync(stream);
            await ScriptedSocket.ReceiveAsync(stream);
        });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using QmpEvents events = client.Subscribe();
        foreach (Func<Task> use in (Func<Task>[])[
            () => client.ExecuteAsync("first", cancellationToken: Token), () => client.ExecuteAsync("second", cancellationToken: Token),
            () => events.WaitAsync(_ => true, TimeSpan.FromMinutes(1), Token)])
            Assert.Equal("QmpDisconnected", (await Assert.ThrowsAsync<ReplicationException>(use)).ErrorId);
        using QmpEvents late = client.Subscribe();
        Assert.Equal("QmpDisconnected", (await Assert.ThrowsAsync<ReplicationException>(() => late.WaitAsync(_ => true, TimeSpan.FromMinutes(1), Token))).ErrorId);
    }

    [Fact]
    public async Task A_socket_that_says_nothing_and_one_that_is_not_there_are_told_apart()
    {
        await using var silent = new ScriptedSocket(async stream => await ScriptedSocket.ReceiveAsync(stream));
        Assert.Equal("QmpUnresponsive", (await Assert.ThrowsAsync<ReplicationException>(() => QmpClient.ConnectAsync(silent.Path, Soon, cancellationToken: Token))).ErrorId);
        Assert.Equal("QmpUnavailable", (await Assert.ThrowsAsync<ReplicationException>(() => QmpClient.ConnectAsync(silent.Path + "x", cancellationToken: Token))).ErrorId);
    }

    [Fact]
    public async Task An_event_waits_for_its_reader_and_one_that_never_comes_ends_with_the_limit()
    {
        await using var server = new ScriptedSocket(async stream =>
        {
            await GreetAsync(stream);
            string command = await ScriptedSocket.ReceiveAsync(stream);
            await ScriptedSocket.SendAsync(stream, """{"timestamp": {"seconds": 1, "microseconds": 0}, "event": "STOP"}""");
            await ScriptedSocket.SendAsync(stream, """{"timestamp": {"seconds": 2, "microseconds": 0}, "event": "RESUME"}""");
            await ScriptedSocket.SendAsync(stream, $$"""{"return": {}, "id": {{IdOf(command)}}}""");
            await ScriptedSocket.ReceiveAsync(stream);
        });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using QmpEvents events = client.Subscribe();
        await client.ExecuteAsync("go", cancellationToken: Token);
        Assert.Equal("RESUME", (await events.WaitAsync(happened => happened.Name == "RESUME", TimeSpan.FromMinutes(1), Token)).Name);
        var never = await Assert.ThrowsAsync<ReplicationException>(() => events.WaitAsync(happened => happened.Name == "RESUME", Soon, Token));
        Assert.Equal("QmpUnresponsive", never.ErrorId);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_is_told_that_events_are_lost()
    {
        await using var server = new ScriptedSocket(async stream =>
        {
            await GreetAsync(stream);
            string command = await ScriptedSocket.ReceiveAsync(stream);
            for (int i = 0; i < 5000; i++) await ScriptedSocket.SendAsync(stream, """{"event": "BLOCK_IO_ERROR"}""");
            await ScriptedSocket.SendAsync(stream, $$"""{"return": {}, "id": {{IdOf(command)}}}""");
            await ScriptedSocket.ReceiveAsync(stream);
        });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Path, cancellationToken: Token);
        using QmpEvents events = client.Subscribe();
        await client.ExecuteAsync("go", cancellationToken: Token);
        Assert.Equal("QmpEventsLost", (await Assert.ThrowsAsync<ReplicationException>(() => events.WaitAsync(_ => false, TimeSpan.FromMinutes(1), Token))).ErrorId);
    }

    private static async Task GreetAsync(NetworkStream stream)
    {
        await ScriptedSocket.SendAsync(stream, """{"QMP": {"version": {"qemu": {"micro": 1, "minor": 2, "major": 7}, "package": ""}, "capabilities": []}}""");
        string negotiation = await ScriptedSocket.ReceiveAsync(stream);
        await ScriptedSocket.SendAsync(stream, $$"""{"return": {}, "id": {{IdOf(negotiation)}}}""");
    }

    private static long IdOf(string command) => JsonDocument.Parse(command).RootElement.GetProperty("id").GetInt64();

    private static string NameOf(string command) => JsonDocument.Parse(command).RootElement.GetProperty("execute").GetString()!;
}
