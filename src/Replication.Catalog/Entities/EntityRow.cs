using System.Data.Common;

namespace Replication.Catalog.Entities;

/// <summary>One row of an entity table, in the order of the columns that <see cref="EntityTable"/> selects.</summary>
internal readonly record struct EntityRow(string Id, string Name, string? OwnerId, string? State, long Version, string Body)
{
    /// <summary>
    /// Strict about types: SQLite would hand a damaged column back as whatever was asked for. Throws
    /// <see cref="InvalidCastException"/> naming the column.
    /// </summary>
    public static EntityRow Read(DbDataReader reader) =>
        new(Text(reader, 0), Text(reader, 1), OptionalText(reader, 2), OptionalText(reader, 3), Integer(reader, 4), Text(reader, 5));

    private static string Text(DbDataReader reader, int ordinal) => OptionalText(reader, ordinal)
        ?? throw new InvalidCastException($"Column {reader.GetName(ordinal)} is null.");

    private static string? OptionalText(DbDataReader reader, int ordinal) => reader.GetValue(ordinal) switch
    {
        string text => text,
        DBNull => null,
        object other => throw new InvalidCastException($"Column {reader.GetName(ordinal)} holds {other.GetType().Name} instead of text."),
    };

    private static long Integer(DbDataReader reader, int ordinal) => reader.GetValue(ordinal) is long number
        ? number
        : throw new InvalidCastException($"Column {reader.GetName(ordinal)} does not hold an integer.");
}
