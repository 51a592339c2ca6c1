using System.Text;
using Replication.Catalog;
using Replication.Catalog.Postgres;
using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Mounts;
using Replication.Core.Platform;

namespace Replication.Runtime;

/// <summary>
/// Which catalog a workspace has: a file of its own, or one on PostgreSQL that it shares, whose address is then kept in the file
/// "catalog.address". A workspace never has two: what is protected would be written down in one and looked for in the other.
/// </summary>
public static class WorkspaceCatalog
{
    public const string EnvironmentVariable = "REPLICATION_CATALOG";

    private const string AddressFile = "catalog.address";

    internal static string FileOf(string folder) => Path.Combine(folder, "catalog.db");

    /// <summary>Address of the shared catalog; null for a workspace with a file of its own.</summary>
    /// <param name="folder">Folder of the workspace.</param>
    /// <param name="wanted">What the command or the environment says; null for nothing.</param>
    /// <exception cref="ReplicationException">CatalogAddressInvalid, CatalogElsewhere</exception>
    public static PostgresAddress? Find(string folder, string? wanted)
    {
        PostgresAddress? asked = wanted is { Length: > 0 } ? PostgresAddress.Parse(wanted) : null;
        string file = Path.Combine(folder, AddressFile);
        PostgresAddress? kept = File.Exists(file) ? PostgresAddress.Parse(File.ReadAllText(file).Trim()) : null;
        if (asked is null || kept?.ToString() == asked.ToString()) return kept;
        string? present = kept is not null ? $"the one at {kept.Name}" : File.Exists(FileOf(folder)) ? "one of its own" : null;
        return present is null ? asked : throw new ReplicationException(
            "CatalogElsewhere", $"Workspace {folder}", $"Its catalog is {present}, not the one at {asked.Name}.", "one catalog for a workspace.",
            kept is null ? "Take its content there first (replication catalog move), or use another workspace." : "Leave the address away, or use another workspace.");
    }

    /// <summary>Where the catalog is, as people read it.</summary>
    public static string Describe(string folder, string? wanted) => Find(folder, wanted)?.Name ?? FileOf(folder);

    /// <summary>Looks for damage; no findings means none was found.</summary>
    public static async Task<IReadOnlyList<string>> CheckAsync(string folder, string? wanted, CancellationToken cancellationToken = default)
    {
        if (Find(folder, wanted) is not { } shared)
        {
            await using SqliteCatalog own = await SqliteCatalog.OpenAsync(FileOf(folder), new CatalogOptions { ReadOnly = true }, cancellationToken);
            return await own.CheckAsync(cancellationToken: cancellationToken);
        }

        await using PostgresCatalog catalog = await PostgresCatalog.OpenAsync(shared, new CatalogOptions { ReadOnly = true }, cancellationToken);
        return await catalog.CheckAsync(cancellationToken);
    }

    /// <summary>Writes one consistent state of the workspace's own catalog to a new file.</summary>
    public static async Task BackupAsync(string folder, string path, CancellationToken cancellationToken = default)
    {
        if (Find(folder, wanted: null) is { } shared)
        {
            throw new ReplicationException(
                "CatalogElsewhere", $"Workspace {folder}", $"Its catalog is at {shared.Name}.", "a catalog of the workspace's own.", "Back the database up with pg_dump.");
        }

        await using SqliteCatalog own = await SqliteCatalog.OpenAsync(FileOf(folder), new CatalogOptions { CreateIfMissing = false }, cancellationToken);
        await own.BackupAsync(path, cancellationToken);
    }

    /// <summary>Makes a workspace one of those of a shared catalog.</summary>
    /// <exception cref="ReplicationException">As <see cref="Find"/>, and what opening the catalog refuses.</exception>
    public static async Task UseAsync(string folder, string address, CancellationToken cancellationToken = default)
    {
        // One that was moved says where to; it is no longer anybody's.
        PostgresAddress found = await IsMovedAsync(folder, cancellationToken) ? PostgresAddress.Parse(address) : Find(folder, address)!;
        await using (await PostgresCatalog.OpenAsync(found, cancellationToken: cancellationToken))
        {
            await KeepAsync(folder, found, cancellationToken);
        }
    }

    /// <summary>Takes the content of a workspace's own catalog to an empty one on PostgreSQL, and makes the workspace one of that catalog's.</summary>
    /// <returns>Rows that are there now.</returns>
    /// <exception cref="ReplicationException">CatalogNotFound, CatalogNotEmpty, WorkspaceInUse, and what opening the catalogs refuses.</exception>
    public static async Task<long> MoveAsync(string folder, string address, CancellationToken cancellationToken = default)
    {
        PostgresAddress to = PostgresAddress.Parse(address);
        var owners = new WorkspaceLock(folder, $"{Environment.MachineName}:{Environment.ProcessId}");
        await using Core.Jobs.IWorkspaceHold hold = await owners.TryAcquireAsync() ?? throw new ReplicationException(
            "WorkspaceInUse", $"Workspace {folder}", $"{owners.Holder ?? "Another process"} runs its jobs.", "a workspace where nothing runs.",
            "Wait for its jobs, or stop the host (replication host stop).");
        long rows;
        await using (SqliteCatalog own = await SqliteCatalog.OpenAsync(FileOf(folder), new CatalogOptions { CreateIfMissing = false }, cancellationToken))
        await using (PostgresCatalog shared = await PostgresCatalog.OpenAsync(to, cancellationToken: cancellationToken))
        {
            IReadOnlyList<PointMount> mounts = await own.ReadAsync((reader, token) => reader.ListAsync<PointMount>(cancellationToken: token), cancellationToken);
            if (mounts.Count > 0)
            {
                throw new ReplicationException(
                    "WorkspaceInUse", $"Workspace {folder}", $"Point {mounts[0].PointId} of {mounts[0].VmName} is mounted ({mounts[0].Id}).",
                    "a workspace without mounts: theirs is this folder, and others would not know.", "Dismount it first.");
            }

            rows = await CatalogMove.RunAsync(own, shared, to, cancellationToken);
        }

        await KeepAsync(folder, to, CancellationToken.None);
        return rows;
    }

    internal static async Task<ICatalog> OpenAsync(string folder, PostgresAddress? shared, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new CatalogOptions { TimeProvider = time };
        if (shared is null) return await SqliteCatalog.OpenAsync(FileOf(folder), options, cancellationToken);
        PostgresCatalog catalog = await PostgresCatalog.OpenAsync(shared, options, cancellationToken);
        // From its first use on the workspace is one of this catalog's.
        if (!File.Exists(Path.Combine(folder, AddressFile))) await KeepAsync(folder, shared, cancellationToken);
        return catalog;
    }

    private static async Task<bool> IsMovedAsync(string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(FileOf(folder))) return false;
        try
        {
            await using SqliteCatalog own = await SqliteCatalog.OpenAsync(FileOf(folder), new CatalogOptions { ReadOnly = true }, cancellationToken);
            return false;
        }
        catch (CatalogException moved) when (moved.ErrorId == "CatalogMoved")
        {
            return true;
        }
    }

    private static async Task KeepAsync(string folder, PostgresAddress address, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, AddressFile);
        await File.WriteAllTextAsync(file + ".new", address + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        File.Move(file + ".new", file, overwrite: true);
        DirectorySync.Flush(folder);
    }
}
