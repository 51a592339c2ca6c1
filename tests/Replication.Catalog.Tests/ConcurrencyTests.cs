using System.Diagnostics;
using Replication.Catalog.Sqlite;
using Replication.Catalog.Tests.Support;
using Replication.Core.Errors;

namespace Replication.Catalog.Tests;

public sealed class ConcurrencyTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Database => _folder.File("catalog.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writers_on_several_handles_lose_no_update_and_readers_never_see_half_of_one()
    {
        const int Handles = 4;
        const int UpdatesEach = 25;
        var settings = new SqliteSettings { ChangesPerCheckpoint = 7 };
        SqliteCatalog[] handles = await Task.WhenAll(Enumerable.Range(0, Handles).Select(
            _ => SqliteCatalog.OpenAsync(Database, new CatalogOptions(), settings, CancellationToken.None)));
        await handles[0].InsertAsync(new Job("left", "left", "pair", JobPhase.Queued));
        await handles[0].InsertAsync(new Job("right", "right", "pair", JobPhase.Queued));

        Task[] writers = [.. handles.Select(handle => Task.Run(async () =>
        {
            for (int i = 0; i < UpdatesEach; i++)
            {
                await handle.TransactAsync(async (transaction, token) =>
                {
                    foreach (string id in new[] { "left", "right" })
                    {
                        Job job = (await transaction.FindAsync<Job>(id, token))!;
                        await transaction.UpdateAsync(job with { Progress = job.Progress + 1 }, token);
                    }

                    return true;
                });
            }
        }))];
        Task written = Task.WhenAll(writers);
        int reads = 0;
        while (!written.IsCompleted)
        {
            IReadOnlyList<Job> pair = await handles[reads++ % Handles].ListAsync<Job>("pair");
            Assert.Equal(pair[0].Progress, pair[1].Progress);
        }

        await written;
        Job left = (await handles[0].FindAsync<Job>("left"))!;
        Assert.Equal(Handles * UpdatesEach, left.Progress);
        Assert.Equal(1 + (Handles * UpdatesEach), left.Version);
        Assert.Empty(await handles[0].CheckAsync());
        foreach (SqliteCatalog handle in handles) await handle.DisposeAsync();
        output.WriteLine($"{reads} reads beside {Handles * UpdatesEach} transactions");
    }

    [Fact]
    public async Task Readers_go_on_while_a_long_write_runs()
    {
        await using SqliteCatalog writer = await SqliteCatalog.OpenAsync(Database);
        await using SqliteCatalog other = await SqliteCatalog.OpenAsync(Database);
        await writer.InsertAsync(new Site("s1", "Berlin", "/a"));
        var reading = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        Task<Site> write = writer.TransactAsync(async (transaction, token) =>
        {
            Site site = await transaction.InsertAsync(new Site("s2", "Paris", "/b"), token);
            started.SetResult();
            await reading.Task;
            return site;
        });
        await started.Task;
        for (int i = 0; i < 50; i++)
        {
            Assert.Single(await other.ListAsync<Site>());
            Assert.Single(await writer.ListAsync<Site>());
        }

        Assert.False(write.IsCompleted);
        reading.SetResult();
        await write;
        Assert.Equal(2, (await other.ListAsync<Site>()).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_writer_that_waits_longer_than_the_busy_timeout_gets_CatalogUnavailable(bool sameHandle)
    {
        var options = new CatalogOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) };
        await using SqliteCatalog holder = await SqliteCatalog.OpenAsync(Database, options);
        await using SqliteCatalog other = await SqliteCatalog.OpenAsync(Database, options);
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        Task<Site> held = holder.TransactAsync(async (transaction, token) =>
        {
            started.SetResult();
            await release.Task;
            return await transaction.InsertAsync(new Site("s1", "first", "/a"), token);
        });
        await started.Task;
        var error = await Assert.ThrowsAsync<CatalogException>(() => (sameHandle ? holder : other).InsertAsync(new Site("s2", "second", "/a")));
        Assert.Equal("CatalogUnavailable", error.ErrorId);
        Assert.True(error.IsTransient);
        release.SetResult();
        await held;
        await other.InsertAsync(new Site("s2", "second", "/a"));
    }

    [Fact]
    public async Task Work_that_finds_the_database_busy_is_run_again_from_the_start()
    {
        await using SqliteCatalog holder = await SqliteCatalog.OpenAsync(Database);
        await using SqliteCatalog other = await SqliteCatalog.OpenAsync(Database);
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        Task<Site> held = holder.TransactAsync(async (transaction, token) =>
        {
            started.SetResult();
            await release.Task;
            return await transaction.InsertAsync(new Site("s1", "first", "/a"), token);
        });
        await started.Task;
        Task<int> waiting = Task.Run(() => other.TransactAsync(async (transaction, token) =>
        {
            int before = (await transaction.ListAsync<Site>(cancellationToken: token)).Count;
            await transaction.InsertAsync(new Site("s2", "second", "/a"), token);
            return before;
        }));
        await Task.Delay(TimeSpan.FromMilliseconds(600));
        Assert.False(waiting.IsCompleted);
        release.SetResult();
        Assert.Equal(1, await waiting);
        await held;
    }

    [Fact]
    public async Task Ten_thousand_entities_are_stored_and_listed()
    {
        await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(Database);
        var watch = Stopwatch.StartNew();
        await catalog.TransactAsync(async (transaction, token) =>
        {
            for (int i = 0; i < 10_000; i++) await transaction.InsertAsync(new Job($"j{i}", $"Job {i}", $"vm{i % 100}", (JobPhase)(i % 3)), token);
            return true;
        });
        output.WriteLine($"10,000 inserts in one transaction: {watch.ElapsedMilliseconds} ms");
        watch.Restart();
        Assert.Equal(10_000, (await catalog.ListAsync<Job>()).Count);
        output.WriteLine($"listing 10,000: {watch.ElapsedMilliseconds} ms");
        watch.Restart();
        Assert.Equal(100, (await catalog.ListAsync<Job>(ownerId: "vm42")).Count);
        output.WriteLine($"listing 100 of 10,000 by owner: {watch.Elapsed.TotalMilliseconds:F2} ms");
        watch.Restart();
        for (int i = 0; i < 200; i++) await catalog.InsertAsync(new Site($"s{i}", $"Site {i}", "/"));
        output.WriteLine($"200 transactions of one insert: {watch.ElapsedMilliseconds} ms");
    }
}
