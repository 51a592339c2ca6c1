using Microsoft.Data.Sqlite;
using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;

namespace Replication.Catalog.Tests;

public sealed class AuditTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private SqliteCatalog _catalog = null!;

    public async ValueTask InitializeAsync() => _catalog = await SqliteCatalog.OpenAsync(_folder.File("catalog.db"));

    public async ValueTask DisposeAsync()
    {
        await _catalog.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Entries_come_back_newest_first_filtered_and_limited()
    {
        var noon = new DateTimeOffset(2026, 3, 29, 12, 0, 0, 123, TimeSpan.FromHours(2)).AddTicks(7);
        AuditEntry[] entries =
        [
            new(noon, "root@host", "Start-Failover", "vm1", "Completed", "detail with 'quotes'"),
            new(noon.AddHours(-1), "root@host", "Stop-TestFailover", "vm2", "Failed"),
            new(noon, "root@host", "Undo-Failover", "vm1", "Completed"),
        ];
        foreach (AuditEntry entry in entries) await _catalog.AuditAsync(entry);

        Assert.Equal([entries[2], entries[1], entries[0]], await _catalog.ListAuditAsync());
        Assert.Equal([entries[2], entries[0]], await _catalog.ListAuditAsync("vm1"));
        Assert.Equal([entries[2]], await _catalog.ListAuditAsync("vm1", limit: 1));
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'nobody'")]
    [InlineData("DELETE FROM audit")]
    [InlineData("REPLACE INTO audit SELECT * FROM audit")]
    public async Task The_database_itself_refuses_to_change_the_audit_trail(string sql)
    {
        await _catalog.AuditAsync(new AuditEntry(DateTimeOffset.UnixEpoch, "me", "Remove-RecoveryPoint", "p1", "Completed"));
        var error = Assert.Throws<SqliteException>(() => CatalogExtensions.Sql(_folder.File("catalog.db"), "PRAGMA recursive_triggers = ON; " + sql));
        Assert.Contains("append-only", error.Message);
        Assert.Equal("me", Assert.Single(await _catalog.ListAuditAsync()).Actor);
    }
}
