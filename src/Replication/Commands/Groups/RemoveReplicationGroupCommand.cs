using Replication.Completion;
using Replication.Core.Service;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.Groups;

/// <summary>Removes groups that have no VMs any more.</summary>
[Cmdlet(VerbsCommon.Remove, "ReplicationGroup", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveReplicationGroupCommand : ReplicationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("GroupId", "GroupName")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        IReadOnlyList<EngineGroup> all = await service.Groups.ListAsync(StopToken);
        await ForEachNamedAsync(Name, all, group => group.Name, wanted => service.Groups.GetAsync(wanted, StopToken), async group =>
        {
            if (await ShouldAsync(group.Name, "Remove the group")) await service.Groups.RemoveAsync(group, StopToken);
        });
    }
}
