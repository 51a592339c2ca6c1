namespace Replication.Agent.Server.Errors;

/// <summary>
/// A refusal in a service's own words. Not a ReplicationException: its code belongs to the protocol, is read by the
/// other side and says nothing to whoever runs the server.
/// </summary>
public sealed class ServiceException(ServiceError error, Exception? inner = null) : Exception(error.Message, inner)
{
    public ServiceError Error => error;
}
