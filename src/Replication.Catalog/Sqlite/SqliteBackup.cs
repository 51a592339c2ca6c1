using System.Data.Common;
using Microsoft.Data.Sqlite;
using Replication.Catalog.Sql;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Catalog.Sqlite;

/// <summary>
/// A copy of one state of the catalog. VACUUM INTO reads one snapshot and holds no writer up, but does not make its
/// output durable: the copy gets its name only after it has been checked and flushed.
/// </summary>
internal static class SqliteBackup
{
    private const string PartialSuffix = ".partial";

    public static async Task<bool> WriteAsync(DbConnection connection, ISqlDialect dialect, string path, CancellationToken cancellationToken)
    {
        if (Path.Exists(path))
            throw new CatalogException("BackupExists", path, "There is a file of this name already.", "A new file name.", "Nothing was changed.");
        string partial = path + PartialSuffix;
        try
        {
            DeletePartial(partial);
            await using (DbCommand command = connection.Command("VACUUM INTO @path", ("@path", partial)))
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            await RequireSoundAsync(partial, dialect, cancellationToken);
            using (FileStream file = File.Open(partial, FileMode.Open, FileAccess.ReadWrite)) file.Flush(flushToDisk: true);
            File.Move(partial, path, overwrite: false);
            DirectorySync.Flush(Path.GetDirectoryName(path)!);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            DeletePartial(partial);
            throw new CatalogException(
                "BackupFailed", path, $"The copy cannot be written: {exception.Message}", "An existing folder with write permission and free space.",
                inner: exception);
        }
        catch (SqliteException exception) when (dialect.Classify(exception) is DatabaseFault.Full or DatabaseFault.Inaccessible)
        {
            DeletePartial(partial);
            throw new CatalogException(
                "BackupFailed", path, $"The copy cannot be written: {exception.Message}", "An existing folder with write permission and free space.",
                inner: exception);
        }
        catch
        {
            DeletePartial(partial);
            throw;
        }
    }

    private static async Task RequireSoundAsync(string copy, ISqlDialect dialect, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = copy, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        IReadOnlyList<string> findings = await SqliteCheck.RunAsync(connection, dialect, thorough: true, cancellationToken);
        if (findings.Count > 0) throw CatalogErrors.Corrupt(dialect, dialect.Target, $"The catalog is damaged, so no backup was made: {findings[0]}");
    }

    private static void DeletePartial(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error that is being reported says more than a leftover file of a known name.
        }
    }
}
