using Microsoft.Extensions.Logging;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Service;

/// <summary>A part of the agent from start to end, started again when it fails.</summary>
internal sealed partial class PartRun(IAgentPart part, AgentContext context)
{
    /// <summary>What makes a part fail, such as a port that is taken, seldom passes in less.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ILogger _log = context.Loggers.CreateLogger<PartRun>();

    /// <summary>Read by those who answer, from other threads.</summary>
    public HostPart Status { get; private set; } = new(part.Name, HostPartState.Running, context.Time.GetUtcNow());

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Status = Status with { State = HostPartState.Running, Since = context.Time.GetUtcNow() };
            try
            {
                await part.RunAsync(context, cancellationToken);
                Status = Status with { State = HostPartState.Ended, Since = context.Time.GetUtcNow(), Error = null };
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Whatever it is, it is this part's: the others go on.
                LogFailed(part.Name, error);
                Status = Status with { State = HostPartState.Failed, Since = context.Time.GetUtcNow(), Failures = Status.Failures + 1, Error = error.Message };
            }

            await Task.WhenAny(Task.Delay(Pause, context.Time, cancellationToken));
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Part {Part} of the agent failed; it is started again.")]
    private partial void LogFailed(string part, Exception error);
}
