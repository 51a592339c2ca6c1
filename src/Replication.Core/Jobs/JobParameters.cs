using System.Text.Json;
using Replication.Core.Serialization;

namespace Replication.Core.Jobs;

/// <summary>Parameters of a verb as the catalog keeps them.</summary>
public static class JobParameters
{
    public static string Format<T>(T parameters) where T : class => JsonSerializer.Serialize(parameters, ReplicationJson.Compact);

    public static T Parse<T>(string json) where T : class =>
        JsonSerializer.Deserialize<T>(json, ReplicationJson.Compact) ?? throw new JsonException("The job has no parameters.");
}
