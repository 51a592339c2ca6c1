using Replication.Core.Replicas;
using Replication.Core.Replicas.Remote;
using Replication.Core.Rules;
using Replication.Objects;

namespace Replication.Commands.Replicas;

/// <summary>Answers from this side whether replica servers would take our replicas, and what stands in the way.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ReplicaServer")]
[OutputType(typeof(ReplicationFinding))]
public sealed class TestReplicaServerCommand : ReplicaServerCommand
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ReplicaServerName", "ReplicaServer")]
    [ValidateNotNullOrEmpty]
    public string[] ComputerName { get; set; } = [];

    protected override async Task ProcessAsync()
    {
        ReplicaServerState own = await (await ServiceAsync()).ReplicaServer.GetAsync(StopToken);
        foreach (string name in ComputerName)
        {
            await AttemptAsync(name, async () =>
            {
                ReplicaTarget target = await TargetAsync(name);
                foreach (Finding finding in await new ReplicaProbe(target, ReplicaHost.Local(own.Settings.IsClustered), TimeProvider.System).RunAsync(StopToken))
                    await WriteAsync(new ReplicationFinding(finding, name));
            });
        }
    }
}
