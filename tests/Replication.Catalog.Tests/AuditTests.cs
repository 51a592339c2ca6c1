using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;

namespace Replication.Catalog.Tests;

public abstract class AuditTests(CatalogPlace place) : IAsyncLifetime
{
    private ICatalog _catalog = null!;

    protected CatalogPlace Place => place;

    protected ICatalog Catalog => _catalog;

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
}
