using System.Diagnostics;
using System.Globalization;
using Replication.Catalog.Sqlite;
using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.Processes;

/// <summary>
/// A real second process that writes to a catalog: this test program, started with a word that is not a test option.
/// It says "done N" on its standard output after transaction N has returned.
/// </summary>
internal static class WriterProcess
{
    public const string Word = "write-until-stopped";

    private const int ChangesPerCheckpoint = 20; // So that kills land in checkpoints too.

    public static Process Start(string database, string name, int transactions)
    {
        string assembly = typeof(WriterProcess).Assembly.Location;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in new[] { assembly, Word, database, name, transactions.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public static async Task RunAsync(string database, string name, int transactions)
    {
        var settings = new SqliteSettings { ChangesPerCheckpoint = ChangesPerCheckpoint };
        await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(database, new CatalogOptions(), settings, CancellationToken.None);
        for (int i = 1; i <= transactions; i++)
        {
            int n = i;
            await catalog.TransactAsync(async (transaction, token) =>
            {
                await transaction.InsertAsync(new Job($"{name}.{n}.a", new string('n', 500), name, JobPhase.Queued), token);
                await transaction.InsertAsync(new Job($"{name}.{n}.b", new string('n', 500), name, JobPhase.Queued), token);
                await transaction.AppendAuditAsync(new AuditEntry(DateTimeOffset.UnixEpoch, name, "Write", $"{name}.{n}", "Completed"), token);
                return true;
            });
            await Console.Out.WriteLineAsync($"done {n}");
            await Console.Out.FlushAsync();
        }
    }
}
