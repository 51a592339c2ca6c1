using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;
using Replication.Core.Errors;

namespace Replication.Catalog.Tests.Postgres;

public sealed class CatalogMoveTests(PostgresServer server) : IAsyncLifetime
{
    private readonly PostgresPlace _place = new(server);
    private readonly TempFolder _folder = new();

    private string File => _folder.File("catalog.db");

    public async ValueTask InitializeAsync() => await _place.PrepareAsync();

    public async ValueTask DisposeAsync()
    {
        await _place.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Everything_arrives_with_its_versions_and_order_and_what_is_new_comes_after_it()
    {
        Job updated;
        await using (SqliteCatalog source = await SqliteCatalog.OpenAsync(File))
        {
            await FillAsync(source);
            updated = (await source.FindAsync<Job>("z"))!;
            Assert.Equal(7, await MoveAsync(source));
        }

        await using ICatalog moved = await _place.OpenAsync();
        Assert.Equal(["z", "a", "m"], (await moved.ListAsync<Job>()).Select(job => job.Id));
        Assert.Equal(updated, await moved.FindAsync<Job>("z"));
        Assert.Equal("Ünits Ω \"quoted\"", (await moved.ReadAsync((reader, token) => reader.FindByNameAsync<Group>("üNITS ω \"QUOTED\"", null, token)))!.Name);
        Assert.Equal(["second", "first"], (await moved.ListAuditAsync()).Select(entry => entry.Target));
        await moved.InsertAsync(new Job("b", "new", null, JobPhase.Queued));
        await moved.AuditAsync(new AuditEntry(DateTimeOffset.UnixEpoch, "me", "v", "third", "o"));
        Assert.Equal(["z", "a", "m", "b"], (await moved.ListAsync<Job>()).Select(job => job.Id));
        Assert.Equal(["third", "second", "first"], (await moved.ListAuditAsync()).Select(entry => entry.Target));
        await moved.UpdateAsync(updated with { Progress = 99 });
    }

    [Fact]
    public async Task The_source_says_where_everything_is_and_takes_nothing_any_more()
    {
        await using SqliteCatalog open = await SqliteCatalog.OpenAsync(File);
        await FillAsync(open);
        await using (SqliteCatalog source = await SqliteCatalog.OpenAsync(File)) await MoveAsync(source);

        foreach (Func<Task> use in new Func<Task>[]
        {
            () => open.InsertAsync(new Site("s9", "late", "/")), () => open.ListAsync<Site>(), () => SqliteCatalog.OpenAsync(File),
            () => SqliteCatalog.OpenAsync(File, new CatalogOptions { ReadOnly = true }),
        })
        {
            var error = await Assert.ThrowsAsync<CatalogException>(use);
            Assert.Equal("CatalogMoved", error.ErrorId);
            Assert.Contains(server.SocketFolder, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_move_that_was_killed_before_the_source_was_told_is_repeated()
    {
        await using SqliteCatalog source = await SqliteCatalog.OpenAsync(File);
        await FillAsync(source);
        await MoveAsync(source);
        CatalogExtensions.Sql(File, "DELETE FROM schema_migrations WHERE version > 1000");
        Assert.Equal(7, await MoveAsync(source));
        Assert.Equal(3L, _place.Sql("SELECT count(*) FROM jobs"));
    }

    [Fact]
    public async Task A_catalog_that_holds_something_else_is_refused_and_both_stay_as_they_are()
    {
        await using SqliteCatalog source = await SqliteCatalog.OpenAsync(File);
        await FillAsync(source);
        await using (ICatalog other = await _place.OpenAsync()) await other.InsertAsync(new Job("x", "theirs", null, JobPhase.Queued));
        var error = await Assert.ThrowsAsync<CatalogException>(() => MoveAsync(source));
        Assert.Equal("CatalogNotEmpty", error.ErrorId);
        Assert.Equal(1L, _place.Sql("SELECT count(*) FROM jobs"));
        Assert.Equal(0L, _place.Sql("SELECT count(*) FROM sites"));
        await source.InsertAsync(new Site("s9", "still here", "/"));
    }

    private static async Task FillAsync(SqliteCatalog source)
    {
        Job first = await source.InsertAsync(new Job("z", "Delta", "vm", JobPhase.Queued));
        Job gone = await source.InsertAsync(new Job("q", "Delta", "vm", JobPhase.Queued));
        await source.InsertAsync(new Job("a", "Delta", "vm", JobPhase.Completed));
        await source.InsertAsync(new Job("m", "Delta", null, JobPhase.Running, 7));
        await source.UpdateAsync(first with { Phase = JobPhase.Running });
        await source.DeleteAsync(gone);
        await source.InsertAsync(new Group("g1", "Ünits Ω \"quoted\"", null));
        await source.InsertAsync(new Site("s1", "Berlin", "/a"));
        await source.AuditAsync(new AuditEntry(DateTimeOffset.UnixEpoch, "me", "v", "first", "o", "detail"));
        await source.AuditAsync(new AuditEntry(DateTimeOffset.UnixEpoch, "me", "v", "second", "o"));
    }

    private async Task<long> MoveAsync(SqliteCatalog source)
    {
        await using var destination = (PostgresCatalog)await _place.OpenAsync();
        return await CatalogMove.RunAsync(source, destination, _place.Address, TestContext.Current.CancellationToken);
    }
}
