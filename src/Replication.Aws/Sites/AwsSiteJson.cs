using System.Text.Json.Serialization;

namespace Replication.Aws.Sites;

/// <summary>What the site keeps in tags.</summary>
[JsonSerializable(typeof(SortedDictionary<int, string>))]
internal sealed partial class AwsSiteJson : JsonSerializerContext;
