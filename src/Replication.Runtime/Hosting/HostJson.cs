using System.Text.Json;
using System.Text.Json.Serialization;

namespace Replication.Runtime.Hosting;

/// <summary>Contracts of the lines on the socket.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(HostRequest))]
[JsonSerializable(typeof(HostReply))]
internal sealed partial class HostJson : JsonSerializerContext;
