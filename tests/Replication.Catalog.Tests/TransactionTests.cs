using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;
using Replication.Core.Errors;

namespace Replication.Catalog.Tests;

public abstract class TransactionTests(CatalogPlace place) : IAsyncLifetime
{
    private ICatalog _catalog = null!;

    public async ValueTask InitializeAsync()
    {
        await place.PrepareAsync();
        _catalog = await place.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // Skipped before there was one.
        if (_catalog is not null) await _catalog.DisposeAsync();
        await place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Work_that_throws_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => _catalog.TransactAsync<int>(async (transaction, token) =>
        {
            await transaction.InsertAsync(new Site("s1", "Berlin", "/a"), token);
            await transaction.AppendAuditAsync(new AuditEntry(DateTimeOffset.UnixEpoch, "a", "v", "t", "o"), token);
            throw new InvalidDataException();
        }));
        Assert.Empty(await _catalog.ListAsync<Site>());
        Assert.Empty(await _catalog.ListAuditAsync());
    }

    [Fact]
    public async Task A_stop_before_the_commit_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _catalog.TransactAsync(
            async (transaction, token) =>
            {
                Site site = await transaction.InsertAsync(new Site("s1", "Berlin", "/a"), token);
                await stop.CancelAsync();
                return site;
            },
            stop.Token));
        Assert.Empty(await _catalog.ListAsync<Site>());
    }

    [Fact]
    public async Task A_transaction_sees_its_own_writes_and_nobody_else_does_before_the_commit()
    {
        await using ICatalog other = await place.OpenAsync();
        await _catalog.TransactAsync(async (transaction, token) =>
        {
            await transaction.InsertAsync(new Site("s1", "Berlin", "/a"), token);
            Assert.Single(await transaction.ListAsync<Site>(cancellationToken: token));
            Assert.Empty(await other.ListAsync<Site>());
            return true;
        });
        Assert.Single(await other.ListAsync<Site>());
    }

    [Fact]
    public async Task A_read_sees_one_state_while_others_write()
    {
        await _catalog.InsertAsync(new Site("s1", "Berlin", "/a"));
        await using ICatalog other = await place.OpenAsync();
        await _catalog.ReadAsync(async (reader, token) =>
        {
            Assert.Single(await reader.ListAsync<Site>(cancellationToken: token));
            await other.InsertAsync(new Site("s2", "Paris", "/b"));
            Assert.Single(await reader.ListAsync<Site>(cancellationToken: token));
            Assert.Null(await reader.FindAsync<Site>("s2", token));
            return true;
        });
        Assert.Equal(2, (await _catalog.ListAsync<Site>()).Count);
    }

    [Fact]
    public async Task A_transaction_inside_another_of_the_same_catalog_is_refused_instead_of_waiting_for_itself()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _catalog.TransactAsync((_, _) => _catalog.InsertAsync(new Site("s1", "Berlin", "/a"))));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _catalog.TransactAsync((_, _) => _catalog.ListAsync<Site>()));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _catalog.ReadAsync((_, _) => Task.Run(() => _catalog.InsertAsync(new Site("s1", "Berlin", "/a")))));
        await _catalog.InsertAsync(new Site("s1", "Berlin", "/a"));
    }

    [Fact]
    public async Task What_work_started_may_use_the_catalog_after_the_work_has_ended()
    {
        var ended = new TaskCompletionSource();
        Task<Site> background = await _catalog.TransactAsync((_, _) => Task.FromResult(Task.Run(async () =>
        {
            await ended.Task;
            return await _catalog.InsertAsync(new Site("s1", "Berlin", "/a"));
        })));
        ended.SetResult();
        Assert.Equal(1, (await background).Version);
    }

    [Fact]
    public async Task A_reader_that_escaped_its_work_is_refused()
    {
        ICatalogReader escaped = await _catalog.ReadAsync((reader, _) => Task.FromResult(reader));
        await Assert.ThrowsAsync<InvalidOperationException>(() => escaped.ListAsync<Site>());
    }

    [Fact]
    public async Task A_duplicate_that_the_work_handles_does_not_undo_the_rest()
    {
        await _catalog.InsertAsync(new Site("s1", "Berlin", "/a"));
        await _catalog.TransactAsync(async (transaction, token) =>
        {
            await transaction.InsertAsync(new Site("s2", "Paris", "/b"), token);
            await Assert.ThrowsAsync<CatalogException>(() => transaction.InsertAsync(new Site("s3", "BERLIN", "/c"), token));
            return await transaction.InsertAsync(new Site("s3", "Berlin 2", "/c"), token);
        });
        Assert.Equal(["s1", "s2", "s3"], (await _catalog.ListAsync<Site>()).Select(site => site.Id));
    }

    [Fact]
    public async Task After_it_is_disposed_the_catalog_says_so()
    {
        await _catalog.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _catalog.ListAsync<Site>());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _catalog.InsertAsync(new Site("s1", "Berlin", "/a")));
    }
}
