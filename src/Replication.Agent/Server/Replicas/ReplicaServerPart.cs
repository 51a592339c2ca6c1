using Microsoft.Extensions.Logging;
using Replication.Agent.Server.Faults;
using Replication.Agent.Service;
using Replication.Core.Errors;
using Replication.Core.Replicas;

namespace Replication.Agent.Server.Replicas;

/// <summary>The agent as a replica server: listens while the settings say so, and follows them.</summary>
/// <param name="faults">What it is to do wrong, for tests of primaries; null for nothing.</param>
internal sealed partial class ReplicaServerPart(IFaultInjector? faults = null) : IAgentPart
{
    /// <summary>How long a change that somebody makes takes to be in force.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    public string Name => "replica server";

    public async Task RunAsync(AgentContext context, CancellationToken cancellationToken)
    {
        ILogger log = context.Loggers.CreateLogger<ReplicaServerPart>();
        ReplicaListener? listener = null;
        ReplicaServerState? applied = null;
        string complaint = "";
        try
        {
            while (true)
            {
                ReplicaServerState state = await context.Service.ReplicaServer.GetAsync(cancellationToken);
                ReplicationException? refused = null;
                if (!IsSame(state, applied))
                {
                    try
                    {
                        listener = await FollowAsync(listener, state, context, log, cancellationToken);
                        applied = state;
                    }
                    catch (ReplicationException error) when (listener is { IsListening: true })
                    {
                        // What is served goes on as it was set before, and the change is tried again at every look.
                        refused = error;
                    }
                }

                complaint = Complain([.. listener?.Credentials.Failures ?? [], .. refused is null ? Array.Empty<ReplicationException>() : [refused]], complaint, log);
                await Task.Delay(LookInterval, context.Time, cancellationToken);
            }
        }
        finally
        {
            if (listener is not null) await listener.DisposeAsync();
        }
    }

    private async Task<ReplicaListener?> FollowAsync(
        ReplicaListener? listener, ReplicaServerState state, AgentContext context, ILogger log, CancellationToken cancellationToken)
    {
        if (listener is not null)
        {
            if (listener.TryApply(state)) return listener;
            await listener.DisposeAsync();
            LogStopped(log);
        }

        if (!state.Settings.Listens) return null;
        ReplicaListener started = await ReplicaListener.StartAsync(
            state, context.Service.ReplicaServer, context.Workspace.Stores, context.Time, context.Loggers,
            faults: faults is null ? null : new LoggedFaults(faults, log), cancellationToken: cancellationToken);
        LogListens(log, string.Join(", ", started.Addresses), state.Settings.Enabled ? "primaries and administrators" : "administrators alone");
        foreach (string path in started.Credentials.Exposed) LogExposed(log, path);
        return started;
    }

    /// <summary>Says once what is not in use of what somebody set or renewed.</summary>
    private static string Complain(IReadOnlyList<ReplicationException> failures, string last, ILogger log)
    {
        string text = string.Join(" ", failures.Select(failure => failure.Message));
        if (text != last && text.Length > 0) LogNotInUse(log, text);
        return text;
    }

    private static bool IsSame(ReplicaServerState state, ReplicaServerState? applied) =>
        applied is not null && state.Settings.Version == applied.Settings.Version
        && state.Authorizations.Select(entry => (entry.Id, entry.Version)).SequenceEqual(applied.Authorizations.Select(entry => (entry.Id, entry.Version)));

    [LoggerMessage(5111, LogLevel.Information, "The replica server listens on {Addresses} for {Whom}.")]
    private static partial void LogListens(ILogger logger, string addresses, string whom);

    [LoggerMessage(5112, LogLevel.Information, "The replica server listens no more.")]
    private static partial void LogStopped(ILogger logger);

    [LoggerMessage(5113, LogLevel.Warning, "{Path} can be read by other users of this machine.")]
    private static partial void LogExposed(ILogger logger, string path);

    [LoggerMessage(5114, LogLevel.Warning, "What was changed is not in use; what was there before is. {Reason}")]
    private static partial void LogNotInUse(ILogger logger, string reason);
}
