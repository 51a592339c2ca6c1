using Replication.Catalog.Tests.Support;
using Replication.Core.Errors;

namespace Replication.Catalog.Tests;

public sealed class BackupTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private SqliteCatalog _catalog = null!;

    private string Backup => _folder.File("backup.db");

    public async ValueTask InitializeAsync() => _catalog = await SqliteCatalog.OpenAsync(_folder.File("catalog.db"));

    public async ValueTask DisposeAsync()
    {
        await _catalog.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_backup_holds_what_the_catalog_held_and_works_as_a_catalog()
    {
        Site site = await _catalog.InsertAsync(new Site("s1", "Berlin", "/a"));
        await _catalog.BackupAsync(Backup);
        await _catalog.InsertAsync(new Site("s2", "later", "/a"));

        Assert.Equal(["backup.db"], Directory.GetFiles(_folder.Path, "backup*").Select(Path.GetFileName));
        await using SqliteCatalog restored = await SqliteCatalog.OpenAsync(Backup);
        Assert.Equal([site], await restored.ListAsync<Site>());
        Assert.Equal(2, (await restored.UpdateAsync(site with { Folder = "/b" })).Version);
        Assert.Empty(await restored.CheckAsync());
    }

    [Fact]
    public async Task A_backup_taken_while_others_write_is_one_state()
    {
        using var stop = new CancellationTokenSource();
        Task writer = Task.Run(async () =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                int n = i;
                await _catalog.TransactAsync(async (transaction, token) =>
                {
                    await transaction.InsertAsync(new Job($"a{n}", "n", "pair", JobPhase.Queued), token);
                    return await transaction.InsertAsync(new Job($"b{n}", "n", "pair", JobPhase.Queued), token);
                });
            }
        });
        for (int i = 0; i < 5; i++)
        {
            string path = _folder.File($"backup{i}.db");
            await _catalog.BackupAsync(path);
            await using SqliteCatalog copy = await SqliteCatalog.OpenAsync(path, new CatalogOptions { ReadOnly = true });
            Assert.Equal(0, (await copy.ListAsync<Job>()).Count % 2);
        }

        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public async Task A_backup_never_replaces_a_file()
    {
        File.WriteAllText(Backup, "precious");
        var error = await Assert.ThrowsAsync<CatalogException>(() => _catalog.BackupAsync(Backup));
        Assert.Equal("BackupExists", error.ErrorId);
        Assert.Equal("precious", File.ReadAllText(Backup));
    }

    [Fact]
    public async Task A_backup_into_a_folder_that_does_not_exist_is_BackupFailed()
    {
        var error = await Assert.ThrowsAsync<CatalogException>(() => _catalog.BackupAsync(_folder.File("missing/backup.db")));
        Assert.Equal("BackupFailed", error.ErrorId);
        await _catalog.InsertAsync(new Site("s1", "still works", "/a"));
    }

    [Fact]
    public async Task A_catalog_that_is_open_for_reading_only_can_be_read_checked_and_backed_up_but_not_changed()
    {
        await _catalog.InsertAsync(new Site("s1", "Berlin", "/a"));
        await using SqliteCatalog reader = await SqliteCatalog.OpenAsync(_folder.File("catalog.db"), new CatalogOptions { ReadOnly = true });
        Assert.Single(await reader.ListAsync<Site>());
        Assert.Empty(await reader.CheckAsync());
        await reader.BackupAsync(Backup);
        Assert.True(File.Exists(Backup));
        var error = await Assert.ThrowsAsync<CatalogException>(() => reader.InsertAsync(new Site("s2", "Paris", "/b")));
        Assert.Equal("CatalogReadOnly", error.ErrorId);
    }
}
