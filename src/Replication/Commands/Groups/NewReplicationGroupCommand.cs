using System.Collections;
using Replication.Completion;
using Replication.Core.Policies;
using Replication.Core.Service;
using Replication.Core.Transfer;
using Replication.Pipeline;

namespace Replication.Commands.Groups;

/// <summary>Makes a group: machines of one site that are replicated together to another.</summary>
[Cmdlet(VerbsCommon.New, "ReplicationGroup", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationGroup))]
public sealed class NewReplicationGroupCommand : ReplicationCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(SiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string SourceSite { get; set; } = "";

    [Parameter(Mandatory = true, Position = 2)]
    [ArgumentCompleter(typeof(SiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string TargetSite { get; set; } = "";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PolicyId")]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Policy { get; set; }

    [Parameter]
    [ValidateNotNull]
    public IDictionary? Transfer { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        EngineSite source = await service.Sites.GetAsync(SourceSite, StopToken);
        EngineSite target = await service.Sites.GetAsync(TargetSite, StopToken);
        EnginePolicy? policy = Policy is null ? null : await service.Policies.GetAsync(Policy, StopToken);
        foreach (string advice in policy is null ? [] : PolicyAdvice.For(policy)) await WarningAsync(advice);
        if (!await ShouldAsync(Name, $"Make a group from {source.Name} to {target.Name}")) return;
        await AttemptAsync(Name, async () =>
        {
            // A table that is refused is refused before there is a group.
            TransferSettings? transfer = TransferReader.Read(Transfer, null);
            EngineGroup group = await service.Groups.NewAsync(Name, source, target, policy, StopToken);
            if (transfer is not null) group = await service.Groups.SetAsync(group, present => present with { Transfer = transfer }, StopToken);
            await WriteAsync((await GroupWriter.OpenAsync(service, StopToken)).Object(group));
        });
    }
}
