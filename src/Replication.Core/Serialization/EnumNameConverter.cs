using System.Text.Json;
using System.Text.Json.Serialization;

namespace Replication.Core.Serialization;

/// <summary>
/// Enums as their names, read in any case; numbers are refused. The framework's own converter does the same and more
/// (flags, naming policies) at some fifty methods to compile for every enum; this is three.
/// </summary>
public sealed class EnumNameConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Names<>).MakeGenericType(typeToConvert))!;

    private sealed class Names<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (T)EnumNames.Read(ref reader, typeof(T));

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(EnumNames.Of(typeof(T), value));

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (T)EnumNames.Read(ref reader, typeof(T));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(EnumNames.Of(typeof(T), value));
    }

    /// <summary>Not generic, so compiled once for all enums.</summary>
    private static class EnumNames
    {
        public static object Read(ref Utf8JsonReader reader, Type type)
        {
            // Without a message of ours the serializer says what could not be converted and where in the document it stands.
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) throw new JsonException();
            string text = reader.GetString()!;
            // Enum.TryParse alone would also take a number in quotes.
            return Array.Exists(Enum.GetNames(type), name => name.Equals(text, StringComparison.OrdinalIgnoreCase))
                ? Enum.Parse(type, text, ignoreCase: true)
                : throw new JsonException();
        }

        public static string Of(Type type, object value) => Enum.GetName(type, value)
            ?? throw new JsonException($"{Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)} is no {type.Name}.");
    }
}
