using Replication.Completion;
using Replication.Core.Policies;
using Replication.Core.Service;
using Replication.Sessions;

namespace Replication.Commands.Policies;

/// <summary>Changes policies, and with them every group that has them.</summary>
[Cmdlet(VerbsCommon.Set, "ReplicationPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationPolicy))]
public sealed class SetReplicationPolicyCommand : PolicyCommand
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PolicyId", "PolicyName")]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        IReadOnlyList<EnginePolicy> all = await service.Policies.ListAsync(StopToken);
        await ForEachNamedAsync(Name, all, policy => policy.Name, wanted => service.Policies.GetAsync(wanted, StopToken), policy => SetAsync(service, policy));
    }

    private async Task SetAsync(ReplicationService service, EnginePolicy policy)
    {
        EnginePolicy wanted = Changed(policy);
        wanted.Validate();
        foreach (string advice in PolicyAdvice.For(wanted)) await WarningAsync(advice);
        if (!await ShouldAsync(policy.Name, "Change the policy")) return;
        EnginePolicy changed = await service.Policies.SetAsync(policy, Changed, StopToken);
        if (PassThru) await WriteAsync(new ReplicationPolicy(changed));
    }
}
