using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Replication.Core.Snapshots;

namespace Replication.Core.Serialization;

/// <summary>The one JSON dialect of manifests, journals and machine files: camelCase, enums as text, digests as hex.</summary>
public static class ReplicationJson
{
    /// <summary>
    /// Contracts of the documents of this assembly, made by the compiler: a command lives for a second or two, and
    /// discovering them by reflection costs it a quarter of one. Other types are discovered.
    /// </summary>
    public static IJsonTypeInfoResolver Contracts { get; } =
        JsonTypeInfoResolver.Combine(DocumentContracts.Default, new DefaultJsonTypeInfoResolver());

    public static JsonSerializerOptions Compact { get; } = Create(indented: false);

    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = indented,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // Names of machines are shown as people wrote them; nothing of this is ever pasted into HTML unescaped.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new EnumNameConverter());
        options.Converters.Add(new BlockDigestConverter());
        options.TypeInfoResolver = Contracts;
        options.MakeReadOnly();
        return options;
    }

    private sealed class BlockDigestConverter : JsonConverter<BlockDigest>
    {
        public override BlockDigest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            string text = reader.GetString() ?? throw new JsonException("A digest is 64 hexadecimal digits.");
            try
            {
                return BlockDigest.Parse(text);
            }
            catch (Exception error) when (error is FormatException or ArgumentException)
            {
                throw new JsonException("A digest is 64 hexadecimal digits.", error);
            }
        }

        public override void Write(Utf8JsonWriter writer, BlockDigest value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
