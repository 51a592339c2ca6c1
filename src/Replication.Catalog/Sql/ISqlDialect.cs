using System.Data.Common;

namespace Replication.Catalog.Sql;

/// <summary>
/// Everything in which one database differs from another. All other SQL of the catalog is written once, in the common
/// subset of SQLite and PostgreSQL, with parameters named @x.
/// </summary>
internal interface ISqlDialect
{
    /// <summary>What errors call this catalog: a path, or a server and database. Never a connection string.</summary>
    string Target { get; }

    /// <summary>What somebody does whose catalog is damaged.</summary>
    string RecoveryAdvice { get; }

    /// <summary>Transactions of one process that may write at the same time.</summary>
    int ConcurrentWriters { get; }

    /// <summary>Connections that are kept for the next transaction; more are opened and closed.</summary>
    int IdleConnections { get; }

    /// <summary>An open connection with the settings of a session, which changes nothing in the database.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Called once, after the schema is known to be ours and before anything is written.</summary>
    Task PrepareForWritingAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>
    /// Begins a transaction whose work is as good as alone: it holds the right to write from its start, or ends as
    /// <see cref="DatabaseFault.Busy"/> when it was not alone. What it answers, if anything, is the mark of the transaction.
    /// </summary>
    string BeginWrite { get; }

    /// <summary>Begins a transaction that changes the schema while nobody else does.</summary>
    string BeginSchemaChange { get; }

    /// <summary>
    /// Asks how the transaction @mark ended whose commit got no answer: "committed", or anything else. Null where a commit
    /// always answers.
    /// </summary>
    string? OutcomeOfCommit { get; }

    /// <summary>A statement that changes one row, so that a duplicate undoes this statement alone.</summary>
    string Change(string statement);

    /// <summary>Run after a duplicate, before anything else; null where the database has undone the statement itself.</summary>
    string? UndoChange { get; }

    /// <summary>Begins a transaction whose reads all see the same state and that blocks no writer.</summary>
    string BeginRead { get; }

    /// <summary>The query that lists the names of all tables.</summary>
    string ListTables { get; }

    /// <summary>A primary key column that the database counts up and never hands out twice.</summary>
    string IdentityColumn(string name);

    /// <summary>Statements that make the database refuse UPDATE and DELETE on the table.</summary>
    IReadOnlyList<string> ForbidChanges(string table);

    DatabaseFault Classify(DbException exception);
}
