using Replication.Completion;
using Replication.Core.Service;
using Replication.Objects;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.Sites;

/// <summary>Lists sites.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicationSite")]
[OutputType(typeof(ReplicationSite))]
public sealed class GetReplicationSiteCommand : ReplicationCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SiteId", "SiteName")]
    [ArgumentCompleter(typeof(SiteCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        IReadOnlyList<EngineSite> all = await service.Sites.ListAsync(StopToken);
        await ForEachNamedAsync(Name, all, site => site.Name, wanted => service.Sites.GetAsync(wanted, StopToken), site => WriteAsync(new ReplicationSite(site)));
    }
}
