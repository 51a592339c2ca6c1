using Microsoft.Extensions.Logging;
using Replication.Agent.Service;

namespace Replication.Agent.Dashboard;

/// <summary>The dashboard as part of the agent: served while it is enabled, and anew when its settings change.</summary>
internal sealed partial class DashboardPart : IAgentPart
{
    /// <summary>Between two looks at the settings.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public string Name => "dashboard";

    public async Task RunAsync(AgentContext context, CancellationToken cancellationToken)
    {
        var folder = new DashboardFolder(context.Workspace.Folder);
        ILogger logger = context.Loggers.CreateLogger<DashboardPart>();
        while (!cancellationToken.IsCancellationRequested)
        {
            string? settings = folder.ReadSettings();
            RunningDashboard? dashboard = settings is null
                ? null : await RunningDashboard.StartAsync(context.Workspace, folder.Parse(settings), context.Time, logger, cancellationToken);
            try
            {
                foreach (Uri address in dashboard?.Addresses ?? []) LogListening(logger, address);
                while (folder.ReadSettings() == settings) await Task.Delay(Pause, context.Time, cancellationToken);
            }
            finally
            {
                if (dashboard is not null) await dashboard.DisposeAsync();
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The dashboard listens on {Address}.")]
    private static partial void LogListening(ILogger logger, Uri address);
}
