using System.Diagnostics;
using System.Globalization;
using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.Processes;

public sealed class ProcessTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Database => _folder.File("catalog.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task INV_02_A_killed_process_leaves_every_transaction_that_had_returned_and_no_half_of_another()
    {
        const int Kills = 6;
        var random = new Random(7);
        int total = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            string name = $"w{kill}";
            int last = 0;
            using (Process process = WriterProcess.Start(Database, name, transactions: 1_000_000))
            {
                int enough = random.Next(1, 60);
                while (last < enough) last = Number(await process.StandardOutput.ReadLineAsync());
                process.Kill();
                while (await process.StandardOutput.ReadLineAsync() is { } line) last = Number(line);
                await process.WaitForExitAsync();
            }

            await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(Database);
            Assert.Empty(await catalog.CheckAsync());
            IReadOnlyList<Job> jobs = await catalog.ListAsync<Job>(ownerId: name);
            IReadOnlyList<AuditEntry> audit = await catalog.ListAuditAsync(limit: 1_000_000);
            int found = audit.Count(entry => entry.Actor == name);
            Assert.InRange(found, last, last + 1);
            Assert.Equal(
                Enumerable.Range(1, found).SelectMany(n => new[] { $"{name}.{n}.a", $"{name}.{n}.b" }), jobs.Select(job => job.Id));
            total += found;
            Assert.Equal(total, audit.Count);
        }

        output.WriteLine($"{Kills} kills, {total} transactions");
    }

    [Fact]
    public async Task Processes_that_write_at_once_wait_for_each_other_and_lose_nothing()
    {
        const int Each = 60;
        using Process first = WriterProcess.Start(Database, "first", Each);
        using Process second = WriterProcess.Start(Database, "second", Each);
        await Task.WhenAll(first.StandardOutput.ReadToEndAsync(), second.StandardOutput.ReadToEndAsync());
        await Task.WhenAll(first.WaitForExitAsync(), second.WaitForExitAsync());
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(Database);
        foreach (string name in new[] { "first", "second" }) Assert.Equal(2 * Each, (await catalog.ListAsync<Job>(ownerId: name)).Count);
        Assert.Empty(await catalog.CheckAsync());
    }

    private static int Number(string? line)
    {
        Assert.NotNull(line);
        Assert.StartsWith("done ", line);
        return int.Parse(line.AsSpan(5), CultureInfo.InvariantCulture);
    }
}
