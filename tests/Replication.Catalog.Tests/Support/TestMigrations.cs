using Replication.Catalog.Schema;

namespace Replication.Catalog.Tests.Support;

/// <summary>One version of the schema more, as a later program would bring it.</summary>
internal static class TestMigrations
{
    public static readonly Migration Next = new(
        Migrations.All.Count + 1, "notes", _ => ["CREATE TABLE notes (id TEXT NOT NULL UNIQUE, note TEXT)", "ALTER TABLE jobs ADD COLUMN note TEXT", "UPDATE jobs SET note = name"]);

    public static readonly IReadOnlyList<Migration> WithNext = [.. Migrations.All, Next];
}
