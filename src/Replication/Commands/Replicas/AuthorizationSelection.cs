using Replication.Core.Errors;
using Replication.Core.Replicas;

namespace Replication.Commands.Replicas;

/// <summary>What is said of an authorization that is not there.</summary>
internal static class AuthorizationSelection
{
    public static ReplicationException NotFound(string name) =>
        new(ReplicaErrorIds.AuthorizationNotFound, $"Authorization of {name}", "There is none.", nextStep: "List the authorizations, or add it.");
}
