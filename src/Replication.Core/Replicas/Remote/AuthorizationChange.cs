using System.Text.Json.Serialization;

namespace Replication.Core.Replicas.Remote;

/// <summary>A new authorization, or what is to change of one; null leaves a value as it is.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AuthorizationChange
{
    /// <summary>Of a new one only.</summary>
    public string? AllowedPrimaryServer { get; init; }

    /// <summary>Of a new one only.</summary>
    public AuthorizationRole? Role { get; init; }

    public string? ReplicaStorageLocation { get; init; }

    public string? TrustGroup { get; init; }
}
