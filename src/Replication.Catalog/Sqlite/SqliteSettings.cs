using Replication.Catalog.Schema;

namespace Replication.Catalog.Sqlite;

/// <summary>What only tests vary: the virtual file system, the (un)safe synchronous mode, the list of migrations.</summary>
internal sealed record SqliteSettings
{
    public static readonly SqliteSettings Default = new();

    /// <summary>Name of a registered SQLite VFS; null for the system's own.</summary>
    public string? Vfs { get; init; }

    public string Synchronous { get; init; } = "FULL";

    public IReadOnlyList<Migration> Migrations { get; init; } = Schema.Migrations.All;

    /// <summary>Row changes after which the write-ahead log is copied back into the database.</summary>
    public int ChangesPerCheckpoint { get; init; } = SqliteCheckpointer.DefaultChangesPerCheckpoint;
}
