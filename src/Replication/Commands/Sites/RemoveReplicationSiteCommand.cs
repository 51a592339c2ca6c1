using Replication.Completion;
using Replication.Core.Service;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.Sites;

/// <summary>Forgets sites that nothing refers to; their machines and stores stay.</summary>
[Cmdlet(VerbsCommon.Remove, "ReplicationSite", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveReplicationSiteCommand : ReplicationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SiteId", "SiteName")]
    [ArgumentCompleter(typeof(SiteCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        IReadOnlyList<EngineSite> all = await service.Sites.ListAsync(StopToken);
        await ForEachNamedAsync(Name, all, site => site.Name, wanted => service.Sites.GetAsync(wanted, StopToken), async site =>
        {
            if (await ShouldAsync(site.Name, "Forget the site")) await service.Sites.RemoveAsync(site, StopToken);
        });
    }
}
