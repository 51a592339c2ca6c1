using System.Text.Json.Serialization;

namespace Replication.Remote.Calls;

/// <summary>Body of an error of rest-json.</summary>
internal sealed record ErrorDocument([property: JsonPropertyName("Message")] string? Message);
