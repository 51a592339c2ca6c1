using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Replication.Store.Fencing;
using Replication.Store.Files;

namespace Replication.Store.Volumes;

/// <summary>Sealed JSON documents: reading answers the document, null when missing, or the error of a damaged one.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoreHeader))]
[JsonSerializable(typeof(PendingHeader))]
[JsonSerializable(typeof(SnapshotDescriptor))]
[JsonSerializable(typeof(EpochDocument))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    public static void Write<T>(IStoreFiles files, string path, T document, JsonTypeInfo<T> type) =>
        SealedDocument.Write(files, path, JsonSerializer.SerializeToUtf8Bytes(document, type));

    public static T? Read<T>(IStoreFiles files, string path, JsonTypeInfo<T> type)
        where T : class =>
        SealedDocument.Read(files, path, VolumeLimits.MaximumDocumentLength, found => StoreErrors.CorruptIndex(path, null, found)) is { } payload
            ? Parse(path, payload, type)
            : null;

    public static T Read<T>(IStoreFile file, JsonTypeInfo<T> type)
        where T : class =>
        Parse(file.Path, SealedDocument.Read(file, VolumeLimits.MaximumDocumentLength, found => StoreErrors.CorruptIndex(file.Path, null, found)), type);

    private static T Parse<T>(string path, byte[] payload, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(payload, type) ?? throw StoreErrors.CorruptIndex(path, null, "an empty document");
        }
        catch (JsonException error)
        {
            throw StoreErrors.CorruptIndex(path, null, error.Message, error);
        }
    }
}
