using Replication.Objects;
using Replication.Runtime.Hosting;

namespace Replication.Commands.Agents;

/// <summary>Has an agent let go and waits until it has; its jobs wait for the next one.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ReplicationAgent", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationAgent))]
public sealed class StopReplicationAgentCommand : AgentCommand
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAgentAsync(string folder)
    {
        if (!await ShouldAsync(folder, "Stop the agent")) return;
        await new WorkspaceHost(folder).StopAsync(StopToken);
        if (PassThru) await WriteAgentAsync(folder, status: null);
    }
}
