using Replication.Objects;
using Replication.Runtime.Hosting;

namespace Replication.Commands.Agents;

/// <summary>Says whether a workspace has an agent, what it does and what it will do next.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicationAgent")]
[OutputType(typeof(ReplicationAgent))]
public sealed class GetReplicationAgentCommand : AgentCommand
{
    private protected override async Task ProcessAgentAsync(string folder) => await WriteAgentAsync(folder, await new WorkspaceHost(folder).PingAsync(StopToken));
}
