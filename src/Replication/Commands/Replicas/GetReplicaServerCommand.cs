using Replication.Core.Replicas.Remote;
using Replication.Objects;

namespace Replication.Commands.Replicas;

/// <summary>Shows how replica servers are set up.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicaServer")]
[OutputType(typeof(ReplicaServer))]
public sealed class GetReplicaServerCommand : ReplicaServerCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[]? ComputerName { get; set; }

    protected override async Task ProcessAsync()
    {
        // What is piped in of this workspace's own server has no name.
        foreach (string name in ComputerName ?? [""])
        {
            await AttemptAsync(name, async () =>
            {
                using IReplicaAdministration server = await OpenAsync(name);
                await WriteAsync(new ReplicaServer(await server.GetAsync(StopToken), name.Length > 0 ? name : null));
            });
        }
    }
}
