using Replication.Agent.Server.Errors;

namespace Replication.Agent.Server.Hosting;

/// <summary>
/// One service of the server, reached by the service name in the credential scope. An instance serves all regions and
/// is called concurrently.
/// </summary>
public interface IServerEndpoints
{
    /// <summary>Service in the credential scope: "ebs", "ec2", "s3", "replication".</summary>
    string Service { get; }

    IErrorFormat Errors { get; }

    /// <summary>Longest body in bytes, framing included; longer ones are refused unread.</summary>
    long MaxBodyLength { get; }

    /// <summary>Whether UNSIGNED-PAYLOAD is taken without TLS, because the operation proves the body itself.</summary>
    bool AcceptsUnsignedPayload(string method);

    /// <summary>
    /// Answers one authenticated request. <see cref="ServiceException"/> and <see cref="ServerException"/> become
    /// answers in this service's error format, anything else an internal error that is logged.
    /// </summary>
    Task HandleAsync(ServerRequest request);
}
