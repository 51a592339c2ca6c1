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
        await ForEachNamedAsync(Name, all, policy => policy.Name, wanted => service.Policies.GetAsync(wanted, StopToken), policy => WriteAsync(new ReplicationPolicy(policy)));
    }
}
