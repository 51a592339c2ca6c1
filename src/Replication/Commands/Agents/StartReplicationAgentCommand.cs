using Replication.Objects;
using Replication.Pipeline;
using Replication.Runtime.Hosting;

namespace Replication.Commands.Agents;

/// <summary>Has an agent run in the background, which keeps the workspace replicated by itself.</summary>
[Cmdlet(VerbsLifecycle.Start, "ReplicationAgent", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationAgent))]
public sealed class StartReplicationAgentCommand : ReplicationCmdlet
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task EndAsync()
    {
        if (!await ShouldAsync(Folder, "Start the agent")) return;
        HostStatus status = await new WorkspaceHost(Folder).EnsureAgentAsync(StopToken);
        if (PassThru) await WriteAsync(await AgentReader.ReadAsync(Folder, await ServiceAsync(), status, StopToken));
    }
}
