using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Replication.Core.Errors;
using Replication.Core.Rules.Failback;
using Replication.Core.Serialization;

namespace Replication.Core.Rules.Documents;

/// <summary>
/// Reads inventory documents. They are written by people: a name that is not known is refused and not passed over, since a
/// fact that was misspelt would otherwise be "not known".
/// </summary>
public static class RuleInventoryDocument
{
    // Contracts by reflection, because the compiler-made ones set what a document leaves out to null instead of its default.
    private static readonly JsonSerializerOptions Options = new(ReplicationJson.Compact)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <exception cref="ReplicationException">InventoryInvalid.</exception>
    public static async Task<RuleInventory> ReadAsync(string path, CancellationToken cancellationToken = default) =>
        Parse(await File.ReadAllTextAsync(path, cancellationToken), path);

    /// <param name="text">The document.</param>
    /// <param name="name">Where it is from, for the refusal.</param>
    /// <exception cref="ReplicationException">InventoryInvalid.</exception>
    public static RuleInventory Parse(string text, string name)
    {
        try
        {
            RuleInventory? inventory = JsonSerializer.Deserialize<RuleInventory>(text, Options);
            return inventory is { Transfer: not null } or { Failback: not null } ? inventory
                : throw Invalid(name, "It has neither a transfer nor a failback.");
        }
        catch (JsonException error)
        {
            throw Invalid(name, error.Message, error);
        }
    }

    private static ReplicationException Invalid(string name, string found, Exception? inner = null) => new(
        FailbackErrorIds.InventoryInvalid, $"Inventory {name}", found, "a document as docs/rules.md describes it.", "Correct it.", inner);
}
