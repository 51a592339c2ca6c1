using Replication.Completion;
using Replication.Core.Service;
using Replication.Objects;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.Policies;

/// <summary>Lists policies.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicationPolicy")]
[OutputType(typeof(ReplicationPolicy))]
public sealed class GetReplicationPolicyCommand : ReplicationCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PolicyId", "PolicyName")]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        IReadOnlyList<EnginePolicy> all = await service.Policies.ListAsync(StopToken);
        foreach (string name in Name)
        {
            await AttemptAsync(name, async () =>
            {
                foreach (EnginePolicy item in await Names.SelectAsync(all, name, item => item.Name, wanted => service.Policies.GetAsync(wanted, StopToken)))
                    await WriteAsync(new ReplicationPolicy(item));
            });
        }
    }
}
