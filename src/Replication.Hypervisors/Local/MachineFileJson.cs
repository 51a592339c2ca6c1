using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Replication.Core.Serialization;

namespace Replication.Hypervisors.Local;

/// <summary>The contract of machine.json, made by the compiler and not discovered by every command again.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(MachineFile))]
internal sealed partial class MachineFileJson : JsonSerializerContext
{
    public static JsonSerializerOptions DocumentOptions { get; } = new(ReplicationJson.Indented)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(Default, ReplicationJson.Contracts),
    };
}
