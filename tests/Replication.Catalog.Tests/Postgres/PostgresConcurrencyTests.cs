using System.Diagnostics;
using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.Postgres;

public sealed class PostgresConcurrencyTests(PostgresServer server, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly PostgresPlace _place = new(server);

    public async ValueTask InitializeAsync() => await _place.PrepareAsync();

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task Writers_on_several_handles_lose_no_update_and_readers_never_see_half_of_one()
    {
        const int Handles = 4;
        const int UpdatesEach = 25;
        ICatalog[] handles = await Task.WhenAll(Enumerable.Range(0, Handles).Select(_ => _place.OpenAsync()));
        await handles[0].InsertAsync(new Job("left", "left", "pair", JobPhase.Queued));
        await handles[0].InsertAsync(new Job("right", "right", "pair", JobPhase.Queued));

        Task written = Task.WhenAll(handles.Select(handle => Task.Run(async () =>
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
        })));
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
        foreach (ICatalog handle in handles) await handle.DisposeAsync();
        output.WriteLine($"{reads} reads beside {Handles * UpdatesEach} transactions");
    }

    /// <summary>What one has read decides what it writes, and the other's write changes what it would have read.</summary>
    [Fact]
    public async Task Two_that_each_look_before_they_insert_do_not_both_insert()
    {
        await using ICatalog one = await _place.OpenAsync();
        await using ICatalog other = await _place.OpenAsync();
        for (int round = 0; round < 20; round++)
        {
            string owner = $"vm{round}";
            await Task.WhenAll(new[] { one, other }.Select((catalog, index) => Task.Run(() => catalog.TransactAsync(async (transaction, token) =>
            {
                if ((await transaction.ListAsync<Job>(owner, nameof(JobPhase.Running), token)).Count == 0)
                    await transaction.InsertAsync(new Job($"{owner}/{index}", "delta", owner, JobPhase.Running), token);
                return true;
            }))));
            Assert.Single(await one.ListAsync<Job>(owner));
        }
    }

    /// <summary>Agents of one catalog change different rows of the same table nearly all of the time.</summary>
    [Fact]
    public async Task Writers_of_different_rows_rarely_get_in_each_others_way()
    {
        const int Handles = 4;
        ICatalog[] handles = await Task.WhenAll(Enumerable.Range(0, Handles).Select(_ => _place.OpenAsync()));
        await handles[0].TransactAsync(async (transaction, token) =>
        {
            for (int i = 0; i < 400; i++) await transaction.InsertAsync(new Job($"j{i}", "delta", $"vm{i}", JobPhase.Queued), token);
            return true;
        });
        int attempts = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(handles.Select((handle, index) => Task.Run(async () =>
        {
            for (int i = index; i < 400; i += Handles)
            {
                await handle.TransactAsync(async (transaction, token) =>
                {
                    Interlocked.Increment(ref attempts);
                    Job job = Assert.Single(await transaction.ListAsync<Job>($"vm{i}", cancellationToken: token));
                    return await transaction.UpdateAsync(job with { Phase = JobPhase.Running }, token);
                });
            }
        })));
        output.WriteLine($"400 transactions in {watch.ElapsedMilliseconds} ms, {attempts} attempts");
        Assert.Equal(400, (await handles[0].ListAsync<Job>(state: nameof(JobPhase.Running))).Count);
        foreach (ICatalog handle in handles) await handle.DisposeAsync();
    }

    [Fact]
    public async Task Many_that_create_the_same_catalog_at_once_all_succeed()
    {
        ICatalog[] catalogs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _place.OpenAsync())));
        await Task.WhenAll(catalogs.Select((catalog, i) => catalog.InsertAsync(new Site($"s{i}", $"Site {i}", "/"))));
        Assert.Equal(6, (await catalogs[0].ListAsync<Site>()).Count);
        foreach (ICatalog catalog in catalogs) await catalog.DisposeAsync();
    }
}
