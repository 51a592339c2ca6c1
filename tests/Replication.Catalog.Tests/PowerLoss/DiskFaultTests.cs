using Replication.Catalog.Sqlite;
using Replication.Catalog.Tests.Support;
using Replication.Core.Errors;

namespace Replication.Catalog.Tests.PowerLoss;

/// <summary>A disk that is full, fails or is protected: a clear error, and everything that had returned is kept.</summary>
[Collection(RecordingVfsCollection.Name)]
public sealed class DiskFaultTests : IDisposable
{
    private const int SqliteIoErrorOnWrite = 778;
    private const int SqliteFull = 13;

    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        RecordingVfs.Start();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(SqliteFull, "CatalogFull")]
    [InlineData(SqliteIoErrorOnWrite, "CatalogInaccessible")]
    public async Task A_write_that_the_disk_refuses_undoes_its_transaction_alone_and_the_catalog_goes_on(int code, string errorId)
    {
        RecordingVfs.Start();
        await using SqliteCatalog catalog = await OpenAsync();
        await catalog.InsertAsync(new Site("s1", "before", "/a"));

        // One more write passes each time, so that every write of the transaction fails once.
        for (int passing = 0; passing < 12; passing++)
        {
            int left = passing;
            RecordingVfs.RefuseWrites(_ => left-- > 0 ? 0 : code);
            var error = await Assert.ThrowsAsync<CatalogException>(() => InsertManyAsync(catalog));
            RecordingVfs.RefuseWrites(null);
            Assert.Equal(errorId, error.ErrorId);
            Assert.False(error.IsTransient);
            Assert.Equal("before", Assert.Single(await catalog.ListAsync<Site>()).Name);
            Assert.Empty(await catalog.ListAsync<Job>());
        }

        await InsertManyAsync(catalog);
        Assert.Equal(20, (await catalog.ListAsync<Job>()).Count);
        Assert.Empty(await catalog.CheckAsync());
    }

    [Fact]
    public async Task A_checkpoint_that_the_disk_refuses_does_not_fail_the_transaction_that_has_committed()
    {
        RecordingVfs.Start();
        await using (SqliteCatalog catalog = await OpenAsync(changesPerCheckpoint: 1))
        {
            RecordingVfs.RefuseWrites(path => path.EndsWith(".db", StringComparison.Ordinal) ? SqliteFull : 0);
            for (int i = 0; i < 5; i++) await catalog.InsertAsync(new Site($"s{i}", $"Site {i}", "/a"));
            Assert.Equal(5, (await catalog.ListAsync<Site>()).Count);
        }

        RecordingVfs.RefuseWrites(null);
        await using SqliteCatalog again = await OpenAsync();
        Assert.Equal(5, (await again.ListAsync<Site>()).Count);
    }

    [Fact]
    public async Task A_catalog_whose_file_may_not_be_written_says_so()
    {
        RecordingVfs.Start();
        await using (SqliteCatalog catalog = await OpenAsync()) await catalog.InsertAsync(new Site("s1", "before", "/a"));
        RecordingVfs.ProtectFiles(true);
        var error = await Assert.ThrowsAsync<CatalogException>(async () =>
        {
            await using SqliteCatalog catalog = await OpenAsync();
            await catalog.InsertAsync(new Site("s2", "after", "/a"));
        });
        Assert.Contains(error.ErrorId, new[] { "CatalogReadOnly", "CatalogInaccessible" });
        RecordingVfs.ProtectFiles(false);
        await using SqliteCatalog again = await OpenAsync();
        Assert.Equal("before", Assert.Single(await again.ListAsync<Site>()).Name);
    }

    private static Task<bool> InsertManyAsync(SqliteCatalog catalog) => catalog.TransactAsync(async (transaction, token) =>
    {
        for (int i = 0; i < 20; i++) await transaction.InsertAsync(new Job($"j{i}", new string('n', 990), null, JobPhase.Queued), token);
        return true;
    });

    private Task<SqliteCatalog> OpenAsync(int changesPerCheckpoint = SqliteCheckpointer.DefaultChangesPerCheckpoint) => SqliteCatalog.OpenAsync(
        _folder.File("catalog.db"),
        new CatalogOptions(),
        new SqliteSettings { Vfs = RecordingVfs.Name, ChangesPerCheckpoint = changesPerCheckpoint },
        CancellationToken.None);
}
