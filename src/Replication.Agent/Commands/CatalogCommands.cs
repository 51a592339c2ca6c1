using System.CommandLine;
using System.Globalization;
using Replication.Runtime;

namespace Replication.Agent.Commands;

/// <summary>Where a workspace's catalog is, and whether it is whole.</summary>
internal static class CatalogCommands
{
    public static Command Build() => new Command("catalog", "What is protected, in which state: a file of the workspace, or a PostgreSQL database that several share.")
        .With(Show(), Use(), Move(), Check(), Backup());

    private static Argument<string> Address() => new("address") { Description = "\"Host=db1;Database=replication;Username=agent\"; the password comes from PGPASSWORD or a password file." };

    private static Command Show() => new Command("show", "Where it is.").DoesAlone((parsed, output, _) =>
    {
        string place = WorkspaceCatalog.Describe(GlobalOptions.Folder(parsed), parsed.GetValue(GlobalOptions.Catalog));
        output.Item(new { Catalog = place }, ("Catalog", place));
        return Task.FromResult(0);
    });

    private static Command Use()
    {
        Argument<string> address = Address();
        return new Command("use", "Make the workspace one of those of a shared catalog, which is made when the database is empty.").With(address).DoesAlone(async (parsed, output, token) =>
        {
            string folder = GlobalOptions.Folder(parsed);
            await WorkspaceCatalog.UseAsync(folder, parsed.GetValue(address)!, token);
            string place = WorkspaceCatalog.Describe(folder, wanted: null);
            output.Item(new { Catalog = place }, ("Catalog", place));
            return 0;
        });
    }

    private static Command Move()
    {
        Argument<string> address = Address();
        return new Command("move", "Take the workspace's own catalog to an empty one on PostgreSQL, prove it equal, and use that from now on.").With(address).DoesAlone(async (parsed, output, token) =>
        {
            string folder = GlobalOptions.Folder(parsed);
            long rows = await WorkspaceCatalog.MoveAsync(folder, parsed.GetValue(address)!, token);
            string place = WorkspaceCatalog.Describe(folder, wanted: null);
            output.Item(new { Catalog = place, Rows = rows }, ("Catalog", place), ("Rows", rows.ToString(CultureInfo.InvariantCulture)));
            return 0;
        });
    }

    private static Command Check() => new Command("check", "Read everything and look for damage.").DoesAlone(async (parsed, output, token) =>
    {
        IReadOnlyList<string> findings = await WorkspaceCatalog.CheckAsync(GlobalOptions.Folder(parsed), parsed.GetValue(GlobalOptions.Catalog), token);
        foreach (string finding in findings) output.Warning(finding);
        output.Item(new { Intact = findings.Count == 0, Findings = findings }, ("Intact", findings.Count == 0 ? "yes" : $"NO: {findings.Count} findings"));
        return findings.Count == 0 ? 0 : 1;
    });

    private static Command Backup()
    {
        var file = new Argument<string>("file") { Description = "New file." };
        return new Command("backup", "Write one consistent state of the workspace's own catalog to a new file, while everything goes on. (Of PostgreSQL: pg_dump.)")
            .With(file).DoesAlone(async (parsed, output, token) =>
            {
                string path = Path.GetFullPath(parsed.GetValue(file)!);
                await WorkspaceCatalog.BackupAsync(GlobalOptions.Folder(parsed), path, token);
                output.Item(new { Backup = path }, ("Backup", path));
                return 0;
            });
    }
}
