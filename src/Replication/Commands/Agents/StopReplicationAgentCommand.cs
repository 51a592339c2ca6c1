using Replication.Objects;
using Replication.Pipeline;
using Replication.Runtime.Hosting;

namespace Replication.Commands.Agents;

/// <summary>Has the agent let go and waits until it has; its jobs wait for the next one.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ReplicationAgent", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationAgent))]
public sealed class StopReplicationAgentCommand : ReplicationCmdlet
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task EndAsync()
    {
        if (!await ShouldAsync(Folder, "Stop the agent")) return;
        await new WorkspaceHost(Folder).StopAsync(StopToken);
        if (PassThru) await WriteAsync(await AgentReader.ReadAsync(Folder, await ServiceAsync(), status: null, StopToken));
    }
}
