using System.Text;
using Replication.Core.Catalog;

namespace Replication.Catalog.Entities;

/// <summary>Checks what becomes a key column, before anything is written.</summary>
internal static class EntityKeys
{
    // An index entry of PostgreSQL ends at about 2,700 bytes; id or owner and name together stay well below it.
    private const int LongestKeyInBytes = 1000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Require(ICatalogEntity entity)
    {
        RequireText(entity.Id, "Id");
        RequireText(entity.Name, "Name");
        if (entity.OwnerId is not null) RequireText(entity.OwnerId, "OwnerId");
        if (entity.State is not null) RequireText(entity.State, "State");
    }

    /// <summary>
    /// What two names share when they differ by case alone; null for kinds whose names need not be unique, which keeps
    /// them out of the unique index, for nulls never collide.
    /// </summary>
    public static string? NameKey<T>(T entity) where T : class, ICatalogEntity => T.NameIsUnique ? NameKey(entity.Name) : null;

    public static string NameKey(string name) => name.ToLowerInvariant();

    private static void RequireText(string? text, string property)
    {
        if (string.IsNullOrEmpty(text)) throw new ArgumentException($"{property} is empty.");
        if (text.Contains('\0')) throw new ArgumentException($"{property} contains a NUL character.");
        int bytes;
        try
        {
            bytes = StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException($"{property} is not valid Unicode text.", exception);
        }

        if (bytes > LongestKeyInBytes) throw new ArgumentException($"{property} is {bytes} bytes long; the limit is {LongestKeyInBytes}.");
    }
}
