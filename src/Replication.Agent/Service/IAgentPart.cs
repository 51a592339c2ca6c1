namespace Replication.Agent.Service;

/// <summary>One of the things that an agent does as long as it runs.</summary>
internal interface IAgentPart
{
    /// <summary>As status and log show it.</summary>
    string Name { get; }

    /// <summary>
    /// Returns when it is cancelled. An exception is logged and shown by `agent status`, and the part is started again after a pause; one that
    /// returns by itself has ended and is not.
    /// </summary>
    Task RunAsync(AgentContext context, CancellationToken cancellationToken);
}
