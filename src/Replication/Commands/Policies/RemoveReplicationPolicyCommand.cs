using Replication.Completion;
using Replication.Core.Service;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.Policies;

/// <summary>Removes policies that no group has.</summary>
[Cmdlet(VerbsCommon.Remove, "ReplicationPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveReplicationPolicyCommand : ReplicationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PolicyId", "PolicyName")]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        IReadOnlyList<EnginePolicy> all = await service.Policies.ListAsync(StopToken);
        await ForEachNamedAsync(Name, all, policy => policy.Name, wanted => service.Policies.GetAsync(wanted, StopToken), async policy =>
        {
            if (await ShouldAsync(policy.Name, "Remove the policy")) await service.Policies.RemoveAsync(policy, StopToken);
        });
    }
}
