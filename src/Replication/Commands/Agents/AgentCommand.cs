using System.ComponentModel;
using Replication.Objects;
using Replication.Pipeline;
using Replication.Runtime;
using Replication.Runtime.Hosting;

namespace Replication.Commands.Agents;

/// <summary>Base of the cmdlets of agents: each has a workspace, and that is how it is named.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AgentCommand : ReplicationCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    protected sealed override async Task ProcessAsync()
    {
        foreach (string? named in (IEnumerable<string?>?)Path ?? [null])
        {
            string folder = named is null ? Folder : await OnPipelineAsync(() => FilePath(named));
            await AttemptAsync(folder, () => ProcessAgentAsync(folder));
        }
    }

    /// <param name="folder">Of the agent's workspace.</param>
    private protected abstract Task ProcessAgentAsync(string folder);

    /// <summary>The process tells about itself, the catalog about the schedule.</summary>
    /// <param name="folder">Of the workspace.</param>
    /// <param name="status">What the process said; null where there is none.</param>
    private protected async Task WriteAgentAsync(string folder, HostStatus? status)
    {
        await using Workspace workspace = await Runtime.Workspace.OpenAsync(new WorkspaceOptions { Folder = folder }, StopToken);
        await WriteAsync(new ReplicationAgent(
            folder, WorkspaceCatalog.Describe(folder, wanted: null), status,
            await workspace.Service.Schedules.SettingsAsync(StopToken), await workspace.Service.Schedules.ListAsync(StopToken)));
    }
}
