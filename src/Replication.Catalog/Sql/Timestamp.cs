using System.Globalization;

namespace Replication.Catalog.Sql;

/// <summary>Instants are ISO 8601 text in UTC: it sorts as time does and reads the same in every database.</summary>
internal static class Timestamp
{
    public static string Format(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
