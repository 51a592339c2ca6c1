using Replication.Catalog.Postgres;
using Replication.Catalog.Schema;
using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;
using Replication.Core.Errors;

namespace Replication.Catalog.Tests.Postgres;

public sealed class PostgresFaultTests(PostgresServer server) : IAsyncLifetime
{
    private readonly PostgresPlace _place = new(server);

    public async ValueTask InitializeAsync() => await _place.PrepareAsync();

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    /// <summary>A commit whose answer is lost has happened; one that never reached the server is made by running the work again.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task A_commit_whose_connection_is_cut_happens_once(bool afterCommit, int expectedRuns)
    {
        await using var cut = new CutConnection(server, afterCommit ? CutConnection.Cut.AfterCommit : CutConnection.Cut.BeforeCommit);
        await using ICatalog catalog = await PostgresCatalog.OpenAsync(cut.Through(_place));
        await catalog.InsertAsync(new Job("j1", "counter", null, JobPhase.Queued));
        cut.Arm();
        int runs = 0;
        await catalog.TransactAsync(async (transaction, token) =>
        {
            runs++;
            Job job = (await transaction.FindAsync<Job>("j1", token))!;
            return await transaction.UpdateAsync(job with { Progress = job.Progress + 1 }, token);
        });
        Assert.Equal(1, cut.Cuts);
        Assert.Equal(expectedRuns, runs);
        Assert.Equal(1, (await catalog.FindAsync<Job>("j1"))!.Progress);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_CatalogUnreachable_and_transient()
    {
        PostgresAddress nowhere = PostgresAddress.Parse($"Host={server.SocketFolder};Port=1;Username=replication;Database=postgres");
        var error = await Assert.ThrowsAsync<CatalogException>(
            () => PostgresCatalog.OpenAsync(nowhere, new CatalogOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) }));
        Assert.Equal("CatalogUnreachable", error.ErrorId);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_refused_at_once()
    {
        PostgresAddress missing = PostgresAddress.Parse($"Host={server.SocketFolder};Username=replication;Database=nothing_here");
        var error = await Assert.ThrowsAsync<CatalogException>(() => PostgresCatalog.OpenAsync(missing));
        Assert.Equal("CatalogInaccessible", error.ErrorId);
        Assert.Contains("nothing_here", error.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_catalog_of_a_newer_program_is_refused()
    {
        await (await _place.OpenAsync(TestMigrations.WithNext, new CatalogOptions())).DisposeAsync();
        var error = await Assert.ThrowsAsync<CatalogException>(() => _place.OpenAsync());
        Assert.Equal("CatalogNewerThanProgram", error.ErrorId);
    }

    [Fact]
    public async Task An_older_catalog_is_migrated_and_keeps_what_it_held()
    {
        await using (ICatalog old = await _place.OpenAsync()) await old.InsertAsync(new Job("j1", "kept", null, JobPhase.Queued));
        await using ICatalog catalog = await _place.OpenAsync(TestMigrations.WithNext, new CatalogOptions());
        Assert.Equal("kept", (await catalog.FindAsync<Job>("j1"))!.Name);
        Assert.Equal("kept", _place.Sql("SELECT note FROM jobs"));
    }

    [Fact]
    public async Task A_migration_that_fails_rolls_back_whole_with_those_before_it()
    {
        await using (ICatalog catalog = await _place.OpenAsync()) await catalog.InsertAsync(new Job("j1", "kept", null, JobPhase.Queued));
        var broken = new Migration(TestMigrations.WithNext.Count + 1, "broken", _ => ["CREATE TABLE half (id TEXT)", "INSERT INTO nowhere VALUES (1)"]);
        await Assert.ThrowsAsync<CatalogException>(() => _place.OpenAsync([.. TestMigrations.WithNext, broken], new CatalogOptions()));
        Assert.Equal(Migrations.All.Count, _place.Sql("SELECT max(version) FROM schema_migrations"));
        Assert.Equal(0L, _place.Sql("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename IN ('half', 'notes')"));
    }

    [Fact]
    public async Task A_reader_neither_creates_nor_changes_anything()
    {
        Assert.Equal("CatalogNotFound", (await Assert.ThrowsAsync<CatalogException>(() => _place.OpenAsync(new CatalogOptions { ReadOnly = true }))).ErrorId);
        await (await _place.OpenAsync()).DisposeAsync();
        await using ICatalog reader = await _place.OpenAsync(new CatalogOptions { ReadOnly = true });
        Assert.Equal("CatalogReadOnly", (await Assert.ThrowsAsync<CatalogException>(() => reader.InsertAsync(new Site("s1", "Berlin", "/a")))).ErrorId);
        Assert.Empty(await reader.ListAsync<Site>());
    }

    [Fact]
    public async Task A_body_that_differs_from_its_columns_is_found()
    {
        await using var catalog = (PostgresCatalog)await _place.OpenAsync();
        await catalog.InsertAsync(new Site("s1", "Berlin", "/a"));
        Assert.Empty(await catalog.CheckAsync(TestContext.Current.CancellationToken));
        _place.Sql("UPDATE sites SET name = 'Paris'");
        Assert.Contains("sites/s1", Assert.Single(await catalog.CheckAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db;Database=r;Password=secret", "password")]
    [InlineData("Database=r", "host")]
    [InlineData("Host=db", "database")]
    [InlineData("Hst=db;pwd=secret", "not a connection string")]
    public void An_address_with_a_password_or_without_a_place_is_refused_and_not_repeated(string text, string found)
    {
        var error = Assert.Throws<ReplicationException>(() => PostgresAddress.Parse(text));
        Assert.Equal("CatalogAddressInvalid", error.ErrorId);
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }
}
