using System.Data.Common;
using Microsoft.Data.Sqlite;
using Replication.Catalog.Sql;
using static SQLitePCL.raw;

namespace Replication.Catalog.Sqlite;

/// <summary>SQLite's result codes (https://www.sqlite.org/rescode.html) in the catalog's terms.</summary>
internal static class SqliteFaults
{
    public static DatabaseFault Classify(DbException exception) => exception is not SqliteException sqlite
        ? DatabaseFault.Other
        : sqlite.SqliteErrorCode switch
        {
            SQLITE_BUSY or SQLITE_LOCKED => DatabaseFault.Busy,
            SQLITE_CORRUPT or SQLITE_NOTADB or SQLITE_FORMAT => DatabaseFault.Corrupt,
            SQLITE_FULL => DatabaseFault.Full,
            // It makes room for its shared memory when a catalog is opened, and nothing else keeps it from that.
            SQLITE_IOERR when sqlite.SqliteExtendedErrorCode == SQLITE_IOERR_SHMSIZE => DatabaseFault.Full,
            SQLITE_READONLY => DatabaseFault.ReadOnly,
            SQLITE_CANTOPEN or SQLITE_PERM or SQLITE_AUTH or SQLITE_IOERR or SQLITE_NOLFS => DatabaseFault.Inaccessible,
            SQLITE_TOOBIG => DatabaseFault.TooLarge,
            SQLITE_CONSTRAINT => ClassifyConstraint(sqlite),
            _ => DatabaseFault.Other,
        };

    /// <summary>SQLite names a violated column ("jobs.id") or, for an index on an expression, the index ("index 'ux_jobs_name'").</summary>
    private static DatabaseFault ClassifyConstraint(SqliteException exception)
    {
        if (exception.SqliteExtendedErrorCode is not (SQLITE_CONSTRAINT_UNIQUE or SQLITE_CONSTRAINT_PRIMARYKEY)) return DatabaseFault.Other;
        return exception.Message.Contains("index 'ux_", StringComparison.Ordinal) ? DatabaseFault.DuplicateName : DatabaseFault.DuplicateId;
    }
}
