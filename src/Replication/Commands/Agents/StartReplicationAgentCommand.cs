using Replication.Objects;
using Replication.Runtime.Hosting;

namespace Replication.Commands.Agents;

/// <summary>Has an agent run in the background, which keeps a workspace replicated by itself.</summary>
[Cmdlet(VerbsLifecycle.Start, "ReplicationAgent", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationAgent))]
public sealed class StartReplicationAgentCommand : AgentCommand
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Pool { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAgentAsync(string folder)
    {
        if (!await ShouldAsync(folder, "Start the agent")) return;
        HostStatus status = await new WorkspaceHost(folder).EnsureAgentAsync(Pool, StopToken);
        if (PassThru) await WriteAgentAsync(folder, status);
    }
}
