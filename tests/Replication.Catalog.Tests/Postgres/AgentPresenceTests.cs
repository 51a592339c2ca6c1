using Replication.Catalog.Postgres;
using Replication.Core.Errors;

namespace Replication.Catalog.Tests.Postgres;

public sealed class AgentPresenceTests(PostgresServer server) : IAsyncLifetime
{
    private readonly PostgresPlace _place = new(server);
    private readonly PostgresPlace _elsewhere = new(server);

    public async ValueTask InitializeAsync()
    {
        await _place.PrepareAsync();
        await _elsewhere.PrepareAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _place.DisposeAsync();
        await _elsewhere.DisposeAsync();
    }

    [Fact]
    public async Task Others_see_a_process_for_as_long_as_it_is_there()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using AgentPresence one = await AgentPresence.BeginAsync(_place.Address, "host:1", TimeProvider.System, stop);
        await using (AgentPresence other = await AgentPresence.BeginAsync(_place.Address, "host:2", TimeProvider.System, stop))
        {
            Assert.True(await one.IsPresentAsync("host:2", stop));
            Assert.True(await other.IsPresentAsync("host:1", stop));
            Assert.False(await one.IsPresentAsync("host:3", stop));
        }

        // The server sees that a connection was closed after the one that closes it.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (await one.IsPresentAsync("host:2", stop)) await Task.Delay(20, patience.Token);
        Assert.False(one.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Those_that_are_there_are_listed_in_the_order_in_which_they_came()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        Assert.Empty(await AgentPresence.ListAsync(_place.Address, stop));
        await using AgentPresence one = await AgentPresence.BeginAsync(_place.Address, "host:1:abc", TimeProvider.System, stop);
        await using AgentPresence other = await AgentPresence.BeginAsync(_place.Address, "other:2:def", TimeProvider.System, stop);
        await using AgentPresence elsewhere = await AgentPresence.BeginAsync(_elsewhere.Address, "host:3:ghi", TimeProvider.System, stop);
        Assert.Equal(["host:1:abc", "other:2:def"], (await AgentPresence.ListAsync(_place.Address, stop)).Select(agent => agent.Name));
    }

    [Fact]
    public async Task Names_of_another_catalog_are_not_seen()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using AgentPresence one = await AgentPresence.BeginAsync(_place.Address, "host:1", TimeProvider.System, stop);
        await using AgentPresence other = await AgentPresence.BeginAsync(_elsewhere.Address, "host:2", TimeProvider.System, stop);
        Assert.False(await one.IsPresentAsync("host:2", stop));
    }

    [Fact]
    public async Task A_connection_that_the_server_ends_is_noticed_by_the_process_itself()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using AgentPresence one = await AgentPresence.BeginAsync(_place.Address, "host:1", TimeProvider.System, stop);
        _place.Sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid() AND granted");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(TimeSpan.FromSeconds(30), one.Lost));
        Assert.True(one.Lost.IsCancellationRequested);
        // It cannot tell any more, so nobody is declared dead by it.
        Assert.True(await one.IsPresentAsync("host:2", stop));
    }

    [Fact]
    public async Task Without_a_server_it_says_so()
    {
        PostgresAddress nowhere = PostgresAddress.Parse($"Host={server.SocketFolder};Port=1;Username=replication;Database=postgres");
        var error = await Assert.ThrowsAsync<CatalogException>(
            () => AgentPresence.BeginAsync(nowhere, "host:1", TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Equal("CatalogUnreachable", error.ErrorId);
    }
}
