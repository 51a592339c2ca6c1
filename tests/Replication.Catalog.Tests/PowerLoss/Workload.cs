using Replication.Catalog.Sqlite;
using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.PowerLoss;

/// <summary>
/// A scripted life of a catalog on the recording VFS: creation, transactions of every kind, checkpoints, closing and
/// opening again, a migration. The log is marked where a step starts and where it has returned.
/// </summary>
internal sealed class Workload
{
    private const int ChangesPerCheckpoint = 12; // Several checkpoints within the script, each followed by a log that starts anew.

    private readonly string _path;
    private readonly SqliteSettings _settings;
    private SqliteCatalog _catalog = null!;

    private Workload(string path, string synchronous)
    {
        _path = path;
        _settings = new SqliteSettings { Vfs = RecordingVfs.Name, Synchronous = synchronous, ChangesPerCheckpoint = ChangesPerCheckpoint };
    }

    public List<DiskEvent> Log { get; } = RecordingVfs.Start();

    /// <summary>What the catalog holds after so many steps.</summary>
    public List<string> States { get; } = [""];

    public static async Task<Workload> RunAsync(string path, string synchronous)
    {
        var workload = new Workload(path, synchronous);
        await workload.StepAsync(() => workload.OpenAsync(workload._settings));
        for (int round = 0; round < 4; round++) await workload.RoundAsync(round);

        await workload._catalog.DisposeAsync();
        await workload.StepAsync(() => workload.OpenAsync(workload._settings));
        await workload.RoundAsync(4);

        await workload._catalog.DisposeAsync();
        await workload.StepAsync(() => workload.OpenAsync(workload._settings with { Migrations = TestMigrations.WithNext }));
        await workload.RoundAsync(5);
        await workload._catalog.DisposeAsync();
        return workload;
    }

    /// <summary>Everything the catalog holds, as text.</summary>
    public static Task<string> DescribeAsync(ICatalog catalog) => catalog.ReadAsync(async (reader, token) =>
    {
        var lines = new List<string>();
        lines.AddRange((await reader.ListAsync<Site>(cancellationToken: token)).Select(site => site.ToString()));
        lines.AddRange((await reader.ListAsync<Group>(cancellationToken: token)).Select(group => group.ToString()));
        lines.AddRange((await reader.ListAsync<Job>(cancellationToken: token)).Select(job => job.ToString()));
        lines.AddRange((await reader.ListAuditAsync(cancellationToken: token)).Select(entry => entry.ToString()));
        return string.Join('\n', lines);
    });

    private async Task RoundAsync(int round)
    {
        await StepAsync(() => _catalog.InsertAsync(new Site($"s{round}", $"Site {round}", new string('/', 300))));
        await StepAsync(() => _catalog.TransactAsync(async (transaction, token) =>
        {
            // Larger than a page, and several tables: a transaction that can be torn in many places.
            for (int i = 0; i < 5; i++) await transaction.InsertAsync(new Job($"j{round}.{i}", new string('n', 900), $"s{round}", JobPhase.Queued), token);
            await transaction.InsertAsync(new Group($"g{round}", $"Group {round}", null), token);
            await transaction.AppendAuditAsync(new AuditEntry(DateTimeOffset.UnixEpoch, "me", "New-Group", $"g{round}", "Completed", new string('d', 5000)), token);
            return true;
        }));
        await StepAsync(() => _catalog.TransactAsync(async (transaction, token) =>
        {
            foreach (Job job in await transaction.ListAsync<Job>(ownerId: $"s{round}", cancellationToken: token))
                await transaction.UpdateAsync(job with { Phase = JobPhase.Completed, Progress = 100 }, token);
            return true;
        }));
        await StepAsync(() => _catalog.TransactAsync(async (transaction, token) =>
        {
            await transaction.DeleteAsync((await transaction.FindAsync<Job>($"j{round}.3", token))!, token);
            await transaction.AppendAuditAsync(new AuditEntry(DateTimeOffset.UnixEpoch, "me", "Remove", $"j{round}.3", "Completed"), token);
            return true;
        }));
    }

    private async Task OpenAsync(SqliteSettings settings) =>
        _catalog = await SqliteCatalog.OpenAsync(_path, new CatalogOptions(), settings, CancellationToken.None);

    private async Task StepAsync(Func<Task> step)
    {
        RecordingVfs.Mark("start");
        await step();
        RecordingVfs.Mark("return");
        States.Add(await DescribeAsync(_catalog));
    }
}
