using System.Data.Common;
using Npgsql;
using Replication.Catalog.Sql;

namespace Replication.Catalog.Postgres;

/// <summary>PostgreSQL's error codes (https://www.postgresql.org/docs/15/errcodes-appendix.html) in the catalog's terms.</summary>
internal static class PostgresFaults
{
    public static DatabaseFault Classify(DbException exception) => exception switch
    {
        PostgresException server => Classify(server),

        // Everything that Npgsql reports by itself is a connection that could not be made, broke or took too long.
        NpgsqlException => DatabaseFault.Disconnected,
        _ => DatabaseFault.Other,
    };

    private static DatabaseFault Classify(PostgresException exception) => exception.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable => DatabaseFault.Busy,
        PostgresErrorCodes.UniqueViolation => exception.ConstraintName?.StartsWith("ux_", StringComparison.Ordinal) == true
            ? DatabaseFault.DuplicateName : DatabaseFault.DuplicateId,
        PostgresErrorCodes.DiskFull => DatabaseFault.Full,
        PostgresErrorCodes.ReadOnlySqlTransaction => DatabaseFault.ReadOnly,
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => DatabaseFault.Corrupt,
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidSchemaName => DatabaseFault.Inaccessible,
        PostgresErrorCodes.TooManyConnections => DatabaseFault.Busy,
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => DatabaseFault.Disconnected,
        _ when exception.SqlState.StartsWith("08", StringComparison.Ordinal) => DatabaseFault.Disconnected,
        _ => DatabaseFault.Other,
    };
}
