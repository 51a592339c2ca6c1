using Microsoft.Extensions.Logging;

namespace Replication.Agent.Server.Faults;

/// <summary>Says in the log what is done wrong on purpose, before it is done: nobody shall look for a fault of the server there, and a test waits for the line.</summary>
internal sealed partial class LoggedFaults(IFaultInjector faults, ILogger log) : IFaultInjector
{
    public Fault? Next(string service, string operation, string? resource)
    {
        Fault? fault = faults.Next(service, operation, resource);
        if (fault is not null) LogInjected(log, operation);
        return fault;
    }

    public void NoteCreated(string resource) => faults.NoteCreated(resource);

    [LoggerMessage(5115, LogLevel.Warning, "A fault is injected at {Operation}, as --faults asks for.")]
    private static partial void LogInjected(ILogger logger, string operation);
}
