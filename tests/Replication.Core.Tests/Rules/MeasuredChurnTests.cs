using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Rules;
using Replication.Core.Rules.Failback;
using Replication.Core.Rules.Failback.Facts;
using Replication.Core.Service;
using Replication.Core.States;
using Replication.Core.Tests.Support;
using static Replication.Core.Tests.PointFactory;

namespace Replication.Core.Tests.Rules;

public sealed class MeasuredChurnTests : CatalogTest
{
    /// <summary>One connection of 100 Mbit/s.</summary>
    private static readonly FailbackInventory Inventory = new()
    {
        Links = [new SiteLink(LinkKind.SiteToSiteVpn) { BitsPerSecond = 100_000_000 }],
        Machines = [new FailbackMachine { Id = "i-1", Name = "web01" }],
    };

    [Theory]
    [InlineData(11_000_000, FindingStatus.Passed)]
    [InlineData(14_000_000, FindingStatus.Failed)]
    public async Task FBK_31_a_machine_s_replications_say_how_much_it_changes_where_the_document_does_not(long bytesPerSecond, FindingStatus expected)
    {
        await ReplicateAsync("vm-1", "web01", bytesPerSecond);
        FailbackInventory measured = await MeasuredChurn.AddAsync(Inventory, Catalog, CancellationToken.None);
        Assert.Equal(bytesPerSecond * 86_400, measured.Machines[0].ChangedBytesPerDay);
        Finding finding = FailbackRules.Evaluate(measured, TimeProvider.System).Single(finding => finding.RuleId == "FBK-31");
        Assert.Equal(expected, finding.Status);
        Assert.Contains($"The machines change {bytesPerSecond * 8 / 1_000_000} Mbit/s", finding.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FBK_31_what_the_document_says_counts_and_nothing_is_guessed()
    {
        Assert.Null((await MeasuredChurn.AddAsync(Inventory, Catalog, CancellationToken.None)).Machines[0].ChangedBytesPerDay);
        await ReplicateAsync("vm-1", "web01", 1000);
        await ReplicateAsync("vm-2", "web01", 2000);
        // Two of the name: it is neither.
        Assert.Null((await MeasuredChurn.AddAsync(Inventory, Catalog, CancellationToken.None)).Machines[0].ChangedBytesPerDay);
        FailbackInventory byId = Inventory with { Machines = [Inventory.Machines[0] with { Id = "vm-2" }] };
        Assert.Equal(2000 * 86_400, (await MeasuredChurn.AddAsync(byId, Catalog, CancellationToken.None)).Machines[0].ChangedBytesPerDay);
        FailbackInventory said = Inventory with { Machines = [Inventory.Machines[0] with { Id = "vm-2", ChangedBytesPerDay = 7 }] };
        Assert.Equal(7, (await MeasuredChurn.AddAsync(said, Catalog, CancellationToken.None)).Machines[0].ChangedBytesPerDay);
    }

    [Fact]
    public void Of_less_than_an_hour_there_is_no_rate_and_what_changed_before_the_first_does_not_count()
    {
        Assert.Null(HealthRules.ChurnOf([]));
        Assert.Null(HealthRules.ChurnOf([Arrival(0, 100), Arrival(59, 100)]));
        Assert.Equal(100 * 24, HealthRules.ChurnOf([Arrival(0, 1_000_000), Arrival(30, 40), Arrival(60, 60)]));
    }

    private async Task ReplicateAsync(string id, string name, long bytesPerSecond)
    {
        var vm = new ReplicatedVM
        {
            Id = id,
            Name = name,
            GroupId = $"group of {id}",
            PrimarySiteId = "a",
            ReplicaSiteId = "b",
            PrimaryMachineId = $"machine of {id}",
            ReplicationState = ReplicationState.Replicating,
        };
        ReplicationHistory history = new() { Id = id, SiteId = "b" };
        for (int i = 0; i <= 24; i++) history = history.With(Arrival(i * 5, bytesPerSecond * 300), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(5));
        await Catalog.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.InsertAsync(vm, token);
                await transaction.InsertAsync(history, token);
                return true;
            },
            CancellationToken.None);
    }

    private static PointArrival Arrival(double minute, long bytes) => new(Noon.AddMinutes(minute), Noon.AddMinutes(minute + 1), bytes);
}
