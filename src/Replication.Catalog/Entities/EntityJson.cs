using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Replication.Core.Catalog;
using Replication.Core.Serialization;

namespace Replication.Catalog.Entities;

/// <summary>
/// Bodies as JSON. Strict on purpose: a missing required value, an unknown enum text or a number where a name belongs
/// is an error that names the row, never a default that looks like data.
/// </summary>
internal static class EntityJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new EnumNameConverter() },
        TypeInfoResolver = ReplicationJson.Contracts,
    };

    public static string Write<T>(T entity) where T : class, ICatalogEntity => JsonSerializer.Serialize(entity, Options);

    /// <summary>Throws <see cref="JsonException"/> when the body is not a T, or not the T that the columns describe.</summary>
    public static T Read<T>(EntityRow row) where T : class, ICatalogEntity
    {
        T entity;
        try
        {
            entity = JsonSerializer.Deserialize<T>(row.Body, Options) ?? throw new JsonException("The body is null.");
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // A constructor of the record that refuses what it is given.
            throw new JsonException(exception.Message, exception);
        }

        Agree("id", row.Id, entity.Id);
        Agree("name", row.Name, entity.Name);
        Agree("owner_id", row.OwnerId, entity.OwnerId);
        Agree("state", row.State, entity.State);
        Agree("version", Number(row.Version), Number(entity.Version));
        return entity;
    }

    /// <summary>The same comparison without knowing the type: the parts of the body that repeat a column.</summary>
    public static void RequireAgreement(EntityRow row)
    {
        using JsonDocument document = JsonDocument.Parse(row.Body);
        JsonElement body = document.RootElement;
        if (body.ValueKind != JsonValueKind.Object) throw new JsonException("The body is not an object.");
        AgreeWith(body, "id", "id", row.Id);
        AgreeWith(body, "name", "name", row.Name);
        AgreeWith(body, "owner_id", "ownerId", row.OwnerId);
        AgreeWith(body, "state", "state", row.State);
        AgreeWith(body, "version", "version", Number(row.Version));
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A key that the record computes from other properties need not be in the body.</summary>
    private static void AgreeWith(JsonElement body, string column, string property, string? inColumn)
    {
        if (!body.TryGetProperty(property, out JsonElement value)) return;
        Agree(column, inColumn, value.ValueKind == JsonValueKind.Null ? null : value.ToString());
    }

    private static void Agree(string column, string? inColumn, string? inBody)
    {
        if (!string.Equals(inColumn, inBody, StringComparison.Ordinal))
            throw new JsonException($"Column {column} is '{inColumn}' but the body says '{inBody}'.");
    }
}
