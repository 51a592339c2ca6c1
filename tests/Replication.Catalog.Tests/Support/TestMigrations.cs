using Replication.Catalog.Schema;

namespace Replication.Catalog.Tests.Support;

/// <summary>A second version of the schema, as a later program would bring it.</summary>
internal static class TestMigrations
{
    public static readonly Migration Second = new(
        2, "notes", _ => ["CREATE TABLE notes (id TEXT NOT NULL UNIQUE, note TEXT)", "ALTER TABLE jobs ADD COLUMN note TEXT", "UPDATE jobs SET note = name"]);

    public static readonly IReadOnlyList<Migration> Two = [.. Migrations.All, Second];
}
