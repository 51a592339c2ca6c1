using Replication.Agent.Service.Systemd;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Service;

/// <summary>
/// Tells the service manager that the agent is ready, and from then on that it answers: one that hangs is ended and started again. What is
/// said is what a command would find out, by way of the same socket.
/// </summary>
internal sealed class ServiceNotification(Func<string, string?>? environment = null) : IAgentPart
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public string Name => "service manager";

    public async Task RunAsync(AgentContext context, CancellationToken cancellationToken)
    {
        if (NotifySocket.Find(environment ?? Environment.GetEnvironmentVariable) is not { } manager) return;
        var host = new WorkspaceHost(context.Workspace.Folder);
        while (await host.PingAsync(cancellationToken) is null) await Task.Delay(Pause, context.Time, cancellationToken);
        await manager.SendAsync("READY=1", cancellationToken);
        try
        {
            while (true)
            {
                // sd_watchdog_enabled(3) recommends half of the time.
                await Task.Delay(manager.Watchdog / 2 ?? Timeout.InfiniteTimeSpan, context.Time, cancellationToken);
                if (await host.PingAsync(cancellationToken) is not null) await manager.SendAsync("WATCHDOG=1", cancellationToken);
            }
        }
        finally
        {
            await manager.SendAsync("STOPPING=1", CancellationToken.None);
        }
    }
}
