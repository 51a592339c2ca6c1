using Replication.Agent.Service;

namespace Replication.Agent.Guests;

/// <summary>Lets guests go on that a process which was killed has left standing still, within seconds and without anybody's command.</summary>
internal sealed class HeldGuestsPart : IAgentPart
{
    /// <summary>A guest is held for milliseconds, its file systems for seconds; looking costs a few names of folders.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public string Name => "held guests";

    public async Task RunAsync(AgentContext context, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause, context.Time);
        do await context.Service.HeldGuests.LetGoAsync(cancellationToken);
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
