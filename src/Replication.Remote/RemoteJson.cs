using System.Text.Json;
using System.Text.Json.Serialization;
using Replication.Remote.Authentication;
using Replication.Remote.Calls;
using Replication.Remote.Manifests;
using Replication.Remote.Snapshots;

namespace Replication.Remote;

/// <summary>JSON of /replication/v1 as this side reads and writes it.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(KeyFileDocument))]
[JsonSerializable(typeof(StoreDocument))]
[JsonSerializable(typeof(SnapshotDocument))]
[JsonSerializable(typeof(StartDocument))]
[JsonSerializable(typeof(CompleteDocument))]
[JsonSerializable(typeof(SizesDocument))]
[JsonSerializable(typeof(CheckLine))]
[JsonSerializable(typeof(NamesDocument))]
internal sealed partial class RemoteJson : JsonSerializerContext;
