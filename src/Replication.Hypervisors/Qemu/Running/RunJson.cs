using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Replication.Core.Serialization;
using Replication.Hypervisors.Qemu.Disks;

namespace Replication.Hypervisors.Qemu.Running;

/// <summary>The contracts of the documents in a run folder.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(Dictionary<string, ChangeStamp>))]
internal sealed partial class RunJson : JsonSerializerContext
{
    public static JsonSerializerOptions DocumentOptions { get; } = new(ReplicationJson.Indented)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(Default, ReplicationJson.Contracts),
    };
}
