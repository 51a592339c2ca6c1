using System.Data.Common;
using Replication.Catalog.Sql;
using Replication.Core.Errors;

namespace Replication.Catalog;

/// <summary>Every error of the catalog, composed in one place.</summary>
internal static class CatalogErrors
{
    public static CatalogException FromDatabase(ISqlDialect dialect, DbException exception, string? target = null)
    {
        string at = target ?? dialect.Target;
        return dialect.Classify(exception) switch
        {
            DatabaseFault.Busy => Unavailable(dialect, exception),
            DatabaseFault.Disconnected => new CatalogException(
                "CatalogUnreachable", dialect.Target, $"The database server does not answer: {exception.Message}", "A server that runs and can be reached.",
                "Nothing was changed by this command; try again when it is back.", isTransient: true, inner: exception),
            DatabaseFault.DuplicateId => DuplicateId(at, exception),
            DatabaseFault.DuplicateName => DuplicateName(at, exception),
            DatabaseFault.Corrupt => Corrupt(dialect, dialect.Target, $"The database is damaged or is not a catalog: {exception.Message}", exception),
            DatabaseFault.ReadOnly => new CatalogException(
                "CatalogReadOnly", dialect.Target, "The catalog cannot be written to.",
                "Write permission on the file and its folder.", "Nothing was changed.", inner: exception),
            DatabaseFault.Full => new CatalogException(
                "CatalogFull", dialect.Target, "The disk is full.", "Free space on the disk that holds the catalog.",
                "The change was rolled back and everything before it is kept; free some space and run the command again.", inner: exception),
            DatabaseFault.Inaccessible => new CatalogException(
                "CatalogInaccessible", dialect.Target, $"The catalog cannot be opened, read or written: {exception.Message}",
                "An existing folder on a local disk, and read and write permission on it and on the catalog.", inner: exception),
            DatabaseFault.TooLarge => Corrupt(dialect, at, "A row is larger than this program ever writes.", exception),
            _ => new CatalogException("CatalogFailed", at, $"The database reported: {exception.Message}", inner: exception),
        };
    }

    public static CatalogException Unavailable(ISqlDialect dialect, Exception? inner) => new(
        "CatalogUnavailable", dialect.Target, "Another process or transaction kept the catalog busy for longer than the busy timeout.",
        nextStep: "Nothing was changed; try again.", isTransient: true, inner: inner);

    public static CatalogException CommitUnknown(ISqlDialect dialect, Exception inner) => new(
        "CatalogCommitUnknown", dialect.Target, $"The database server went away over a commit and cannot say whether it happened: {inner.Message}",
        "The server's answer.", "Look at the state of what you changed when the server is back, before you repeat the command.", inner: inner);

    public static CatalogException Corrupt(ISqlDialect dialect, string target, string found, Exception? inner = null) => new(
        "CatalogCorrupt", target, found, "A catalog as this program wrote it.", dialect.RecoveryAdvice, inner: inner);

    public static CatalogException NewerThanProgram(ISqlDialect dialect, long found, int known) => new(
        "CatalogNewerThanProgram", dialect.Target, $"The catalog has schema version {found}; this program knows versions up to {known}.",
        "The version of the program that wrote it, or a later one.", "Nothing was changed.");

    public static CatalogException OlderThanProgram(ISqlDialect dialect, long found, int known) => new(
        "CatalogOlderThanProgram", dialect.Target, $"The catalog has schema version {found}; this program reads version {known}.",
        "One opening with write access, which migrates the catalog.", "Nothing was changed.");

    public static CatalogException NotFound(ISqlDialect dialect) => new(
        "CatalogNotFound", dialect.Target, "There is no catalog here.", "An existing catalog.",
        "Restore it from a backup, or recover from the manifests at the destination.");

    public static CatalogException Moved(ISqlDialect dialect, string? address) => new(
        "CatalogMoved", dialect.Target, $"Everything in it was moved to \"{address}\".", "The catalog that it was moved to.",
        $"Use that one: replication catalog use \"{address}\".");

    public static CatalogException NotEmpty(ISqlDialect dialect, string table, long rows) => new(
        "CatalogNotEmpty", dialect.Target, $"Its {table} hold {rows} rows already.", "An empty catalog.",
        "Take another database or schema; nothing was changed.");

    public static CatalogException OpenedReadOnly(ISqlDialect dialect) => new(
        "CatalogReadOnly", dialect.Target, "The catalog was opened for reading only.", "A catalog opened for writing.", "Nothing was changed.");

    public static CatalogException TooLarge(string target, long bytes, long limit) => new(
        "EntityTooLarge", target, $"It holds a text of {bytes} bytes.", $"At most {limit} bytes.", "Nothing was changed.");

    public static CatalogException Conflict(string target, long found, long given) => new(
        "CatalogConflict", target, $"Somebody changed it meanwhile: it has version {found}, the change was made to version {given}.",
        nextStep: "Read it again and repeat the change.", isTransient: true);

    public static CatalogException EntityNotFound(string target) => new("EntityNotFound", target, "It is not in the catalog.");

    public static CatalogException DuplicateId(string target, Exception? inner = null) => new(
        "DuplicateId", target, "The catalog already has one with this id.", inner: inner);

    public static CatalogException DuplicateName(string target, Exception? inner = null) => new(
        "DuplicateName", target, "The catalog already has one with this name; case does not count.", "Another name.", inner: inner);
}
