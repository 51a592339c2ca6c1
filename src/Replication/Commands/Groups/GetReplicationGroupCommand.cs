using Replication.Completion;
using Replication.Core.Service;
using Replication.Objects;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.Groups;

/// <summary>Lists groups.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicationGroup")]
[OutputType(typeof(ReplicationGroup))]
public sealed class GetReplicationGroupCommand : ReplicationCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("GroupId", "GroupName")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        var writer = await GroupWriter.OpenAsync(service, StopToken);
        IReadOnlyList<EngineGroup> all = await service.Groups.ListAsync(StopToken);
        await ForEachNamedAsync(Name, all, group => group.Name, wanted => service.Groups.GetAsync(wanted, StopToken), group => WriteAsync(writer.Object(group)));
    }
}
