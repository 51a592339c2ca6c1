using Replication.Agent.Server.Errors;
using Replication.Core.Errors;
using Replication.Core.Replicas;

namespace Replication.Agent.Server.Replicas;

/// <summary>Refusals of a replica server as answers; the id is the code, so that it means the same at both ends.</summary>
internal static class ReplicaRefusals
{
    private const int Forbidden = 403;

    /// <summary>Who asks is not let in.</summary>
    public static ServiceException Of(ReplicationException error) => new(new ServiceError(Forbidden, error.ErrorId, error.Message), error);

    /// <summary>A change that is not made.</summary>
    public static ServiceException OfChange(ReplicationException error) => new(new ServiceError(ChangeStatus(error.ErrorId), error.ErrorId, error.Message), error);

    public static ServiceException NotAllowed(ReplicaAuthentication authentication, string server) => Of(new ReplicationException(
        ReplicaErrorIds.AuthenticationNotAllowed, $"Server {server}", $"It accepts no authentication by {authentication}.", "one of the kinds that it is set up for."));

    public static ServiceException EncryptionRequired(string server) => Of(new ReplicationException(
        ReplicaErrorIds.EncryptionRequired, $"Server {server}", "The request came in clear, and encryption is required.", "a connection over TLS."));

    public static ServiceException AdministratorOnly(string caller, string server) => Of(new ReplicationException(
        ReplicaErrorIds.AdministratorOnly, caller, $"It may not administer '{server}'.", "an authorization with the role Administrator."));

    private static int ChangeStatus(string errorId) => errorId switch
    {
        ReplicaErrorIds.AuthorizationNotFound => 404,
        "DuplicateName" or "CatalogConflict" => 409,
        _ => 400,
    };
}
