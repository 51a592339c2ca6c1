using Replication.Catalog.Sqlite;
using Replication.Catalog.Tests.Support;
using Replication.Core.Errors;

namespace Replication.Catalog.Tests.PowerLoss;

/// <summary>
/// Power loss is not kill -9: what was written and not flushed may be gone, or there in parts. The workload's log is
/// cut after every single event, the disk is brought into states that such a cut may leave, and the catalog is opened.
/// </summary>
[Collection(RecordingVfsCollection.Name)]
public sealed class PowerLossTests(ITestOutputHelper output)
{
    [Fact]
    public async Task INV_02_A_power_loss_at_any_event_leaves_every_returned_transaction_and_no_part_of_another()
    {
        using var folder = new TempFolder();
        Workload workload = await Workload.RunAsync(folder.File("catalog.db"), "FULL");
        Assert.True(workload.Log.Count(entry => entry.Kind == DiskEventKind.Write && entry.Path.EndsWith(".db", StringComparison.Ordinal)) > 20, "no checkpoint");
        List<string> losses = await FindLossesAsync(workload, seeds: Seeds(), step: 1, stopAtFirst: false);
        Assert.Empty(losses);
    }

    [Theory]
    [InlineData("OFF")]
    [InlineData("NORMAL")]
    public async Task The_same_search_finds_the_loss_that_a_weaker_setting_allows(string synchronous)
    {
        using var folder = new TempFolder();
        Workload workload = await Workload.RunAsync(folder.File("catalog.db"), synchronous);
        List<string> losses = await FindLossesAsync(workload, seeds: 1, step: 5, stopAtFirst: true);
        Assert.NotEmpty(losses);
        output.WriteLine(losses[0]);
    }

    private static int Seeds() => Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1" ? 50 : 1;

    private async Task<List<string>> FindLossesAsync(Workload workload, int seeds, int step, bool stopAtFirst)
    {
        var losses = new List<string>();
        int opened = 0;
        for (int cut = 0; cut <= workload.Log.Count; cut += step)
        {
            DiskEvent[] before = [.. workload.Log.Take(cut)];
            SimulatedDisk disk = SimulatedDisk.Replay(before);
            int started = before.Count(entry => entry is { Kind: DiskEventKind.Mark, Path: "start" });
            int returned = before.Count(entry => entry is { Kind: DiskEventKind.Mark, Path: "return" });
            for (int seed = -2; seed < seeds; seed++)
            {
                Survival survival = seed switch { -2 => Survival.None, -1 => Survival.All, _ => Survival.Some };
                string? loss = await LossAsync(disk, survival, new Random((cut * 1000) + seed), workload.States[returned], workload.States[started]);
                opened++;
                if (loss is not null) losses.Add($"cut {cut} ({workload.Log[Math.Max(0, cut - 1)].Kind}), {survival} {seed}, {returned}/{started} steps: {loss}");
                if (loss is not null && stopAtFirst) return losses;
            }
        }

        output.WriteLine($"{workload.Log.Count} events, {workload.States.Count - 1} steps, {opened} disks opened, {losses.Count} losses");
        return losses;
    }

    private static async Task<string?> LossAsync(SimulatedDisk disk, Survival survival, Random random, string before, string after)
    {
        using TempFolder folder = TempFolder.InMemory();
        disk.Materialise(folder.Path, survival, random);
        try
        {
            // Opened by the later program, which has to create or migrate whatever the power loss left unfinished.
            var settings = new SqliteSettings { Migrations = TestMigrations.WithNext, Synchronous = "OFF" };
            await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(folder.File("catalog.db"), new CatalogOptions(), settings, CancellationToken.None);
            string found = await Workload.DescribeAsync(catalog);
            if (found != before && found != after) return $"a state that never was: {found.Length} characters instead of {before.Length} or {after.Length}";
            await catalog.InsertAsync(new Job("after", "the power came back", null, JobPhase.Queued));
            IReadOnlyList<string> findings = await catalog.CheckAsync();
            return findings.Count == 0 ? null : findings[0];
        }
        catch (CatalogException exception)
        {
            return exception.Message;
        }
    }
}
