using Replication.Objects;
using Replication.Pipeline;
using Replication.Runtime.Hosting;

namespace Replication.Commands.Agents;

/// <summary>Says whether the workspace has an agent, what it does and what it will do next.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicationAgent")]
[OutputType(typeof(ReplicationAgent))]
public sealed class GetReplicationAgentCommand : ReplicationCmdlet
{
    protected override async Task EndAsync() =>
        await WriteAsync(await AgentReader.ReadAsync(Folder, await ServiceAsync(), await new WorkspaceHost(Folder).PingAsync(StopToken), StopToken));
}
