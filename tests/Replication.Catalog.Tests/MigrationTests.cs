using Replication.Catalog.Schema;
using Replication.Catalog.Sqlite;
using Replication.Catalog.Tests.Support;
using Replication.Core.Errors;

namespace Replication.Catalog.Tests;

public sealed class MigrationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Database => _folder.File("catalog.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Versions_count_up_from_1_without_a_gap() =>
        Assert.Equal(Enumerable.Range(1, Migrations.All.Count), Migrations.All.Select(migration => migration.Version));

    [Fact]
    public async Task Every_earlier_version_is_migrated_and_keeps_what_it_held()
    {
        for (int version = 1; version <= TestMigrations.WithNext.Count; version++)
        {
            using var folder = new TempFolder();
            string path = folder.File("catalog.db");
            await using (SqliteCatalog old = await OpenAsync(path, [.. TestMigrations.WithNext.Take(version)]))
                await old.InsertAsync(new Job("j1", "kept", "vm1", JobPhase.Running));
            await using SqliteCatalog catalog = await OpenAsync(path, TestMigrations.WithNext);
            Assert.Equal("kept", (await catalog.FindAsync<Job>("j1"))!.Name);
            Assert.Equal((long)TestMigrations.WithNext.Count, CatalogExtensions.Sql(path, "SELECT count(*) FROM schema_migrations WHERE length(checksum) = 64 AND applied_at > '2000'"));
            Assert.Equal(0L, CatalogExtensions.Sql(path, "SELECT count(*) FROM notes"));
        }
    }

    [Fact]
    public async Task A_migration_that_fails_rolls_back_whole_with_those_before_it()
    {
        await using (SqliteCatalog catalog = await OpenAsync(Database, Migrations.All)) await catalog.InsertAsync(new Job("j1", "kept", null, JobPhase.Queued));
        var broken = new Migration(TestMigrations.WithNext.Count + 1, "broken", _ => ["CREATE TABLE half (id TEXT)", "INSERT INTO nowhere VALUES (1)"]);
        var error = await Assert.ThrowsAsync<CatalogException>(() => OpenAsync(Database, [.. TestMigrations.WithNext, broken]));
        Assert.Equal("CatalogFailed", error.ErrorId);

        Assert.Equal((long)Migrations.All.Count, CatalogExtensions.Sql(Database, "SELECT max(version) FROM schema_migrations"));
        Assert.Equal(0L, CatalogExtensions.Sql(Database, "SELECT count(*) FROM sqlite_master WHERE name IN ('half', 'notes')"));
        await using SqliteCatalog again = await OpenAsync(Database, Migrations.All);
        Assert.Single(await again.ListAsync<Job>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_catalog_of_a_newer_program_is_refused_and_not_touched(bool readOnly)
    {
        await using SqliteCatalog newer = await OpenAsync(Database, TestMigrations.WithNext);
        await newer.InsertAsync(new Job("j1", "in the log, not in the file", null, JobPhase.Queued));
        using var copy = new TempFolder();
        foreach (string file in Directory.GetFiles(_folder.Path).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, copy.File(Path.GetFileName(file)));
        Dictionary<string, byte[]> before = Directory.GetFiles(copy.Path).ToDictionary(file => file, File.ReadAllBytes);
        Assert.Equal(2, before.Count); // with a log that a careless close would copy back and delete

        var error = await Assert.ThrowsAsync<CatalogException>(
            () => SqliteCatalog.OpenAsync(copy.File("catalog.db"), new CatalogOptions { ReadOnly = readOnly }));
        Assert.Equal("CatalogNewerThanProgram", error.ErrorId);
        foreach ((string file, byte[] bytes) in before) Assert.Equal(bytes, File.ReadAllBytes(file));
    }

    [Fact]
    public async Task A_catalog_that_another_process_migrates_while_it_is_open_is_not_written_to_any_more()
    {
        await using SqliteCatalog old = await OpenAsync(Database, Migrations.All);
        await using SqliteCatalog newer = await OpenAsync(Database, TestMigrations.WithNext);
        var error = await Assert.ThrowsAsync<CatalogException>(() => old.InsertAsync(new Job("j1", "n", null, JobPhase.Queued)));
        Assert.Equal("CatalogNewerThanProgram", error.ErrorId);
        Assert.Equal("CatalogNewerThanProgram", (await Assert.ThrowsAsync<CatalogException>(() => old.ListAsync<Job>())).ErrorId);
        await newer.InsertAsync(new Job("j1", "n", null, JobPhase.Queued));
    }

    [Fact]
    public async Task An_older_catalog_is_not_migrated_by_a_reader()
    {
        await using (await OpenAsync(Database, Migrations.All))
        {
        }

        var error = await Assert.ThrowsAsync<CatalogException>(() => OpenAsync(Database, TestMigrations.WithNext, new CatalogOptions { ReadOnly = true }));
        Assert.Equal("CatalogOlderThanProgram", error.ErrorId);
    }

    [Theory]
    [InlineData("UPDATE schema_migrations SET checksum = 'x'", "other statements")]
    [InlineData("DELETE FROM schema_migrations", "is empty")]
    [InlineData("DROP TABLE schema_migrations", "not a catalog")]
    [InlineData("UPDATE schema_migrations SET version = version - 1", "lacks version 1")]
    public async Task A_schema_that_is_not_what_the_records_say_is_refused(string damage, string found)
    {
        await using (await OpenAsync(Database, Migrations.All))
        {
        }

        CatalogExtensions.Sql(Database, damage);
        var error = await Assert.ThrowsAsync<CatalogException>(() => OpenAsync(Database, Migrations.All));
        Assert.Equal("CatalogCorrupt", error.ErrorId);
        Assert.Contains(found, error.Message);
    }

    [Fact]
    public async Task Many_that_create_the_same_catalog_at_once_all_succeed()
    {
        SqliteCatalog[] catalogs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => SqliteCatalog.OpenAsync(Database))));
        await Task.WhenAll(catalogs.Select((catalog, i) => catalog.InsertAsync(new Site($"s{i}", $"Site {i}", "/"))));
        Assert.Equal(6, (await catalogs[0].ListAsync<Site>()).Count);
        foreach (SqliteCatalog catalog in catalogs) await catalog.DisposeAsync();
    }

    private static Task<SqliteCatalog> OpenAsync(string path, IReadOnlyList<Migration> migrations, CatalogOptions? options = null) =>
        SqliteCatalog.OpenAsync(path, options ?? new CatalogOptions(), new SqliteSettings { Migrations = migrations }, CancellationToken.None);
}
