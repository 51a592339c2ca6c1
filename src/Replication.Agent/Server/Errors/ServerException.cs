namespace Replication.Agent.Server.Errors;

/// <summary>A refusal by the host. It becomes an answer in the words of the caller's protocol, never an error of this program.</summary>
public sealed class ServerException(ServerFailure failure, string message) : Exception(message)
{
    public ServerFailure Failure => failure;
}
