namespace Replication.Agent.Server.Faults;

/// <summary>Ends a request whose connection an injected fault has broken.</summary>
internal sealed class DroppedConnectionException() : Exception("The connection was dropped on purpose.");
