using System.Collections;
using Replication.Completion;
using Replication.Core.Policies;
using Replication.Core.Rules.Methods;
using Replication.Core.Service;
using Replication.Core.Transfer;
using Replication.Sessions;

namespace Replication.Commands.Groups;

/// <summary>Changes the policy of groups, how their data arrives, whether standby machines are kept, and how machines are launched at the destination.</summary>
[Cmdlet(VerbsCommon.Set, "ReplicationGroup", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationGroup))]
public sealed class SetReplicationGroupCommand : LaunchCommand
{
    private const string Yes = "Yes";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("GroupId", "GroupName")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Policy { get; set; }

    [Parameter]
    [ValidateSet("Keep", "None")]
    public string? Standby { get; set; }

    [Parameter]
    [ValidateNotNull]
    public IDictionary? Transfer { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        IReadOnlyList<EngineGroup> all = await service.Groups.ListAsync(StopToken);
        await ForEachNamedAsync(Name, all, group => group.Name, wanted => service.Groups.GetAsync(wanted, StopToken), group => SetAsync(service, group));
    }

    private async Task SetAsync(ReplicationService service, EngineGroup group)
    {
        EnginePolicy? policy = Policy is null ? null : await service.Policies.GetAsync(Policy, StopToken);
        foreach (string advice in policy is null ? [] : PolicyAdvice.For(policy)) await WarningAsync(advice);
        EngineGroup Changed(EngineGroup present) => present with
        {
            KeepStandby = Standby is null ? present.KeepStandby : string.Equals(Standby, "Keep", StringComparison.OrdinalIgnoreCase),
            Transfer = TransferReader.Read(Transfer, present.Transfer),
            Launch = Read(Launch, present.Launch) ?? present.Launch,
            TestLaunch = Read(TestLaunch, present.TestLaunch) ?? present.TestLaunch,
        };
        bool changes = Changed(group) != group;
        if (!await ShouldAsync(group.Name, "Change the group")) return;
        if (changes) group = await service.Groups.SetAsync(group, Changed, StopToken);
        if (policy is not null && policy.Id != group.PolicyId) group = await service.Groups.SetPolicyAsync(group, policy, StopToken);
        if (PassThru) await WriteAsync((await GroupWriter.OpenAsync(service, StopToken)).Object(group));
    }
}
