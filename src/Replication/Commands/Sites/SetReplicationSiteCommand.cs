using Replication.Completion;
using Replication.Core.Service;
using Replication.Objects;
using Replication.Pipeline;

namespace Replication.Commands.Sites;

/// <summary>Renames a site. Where it is does not change: groups and recovery points belong to that place.</summary>
[Cmdlet(VerbsCommon.Set, "ReplicationSite", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationSite))]
public sealed class SetReplicationSiteCommand : ReplicationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SiteId", "SiteName")]
    [ArgumentCompleter(typeof(SiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = "";

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => AttemptAsync(Name, async () =>
    {
        ReplicationService service = await ServiceAsync();
        EngineSite site = await service.Sites.GetAsync(Name, StopToken);
        if (!await ShouldAsync(site.Name, $"Rename to {NewName}")) return;
        site = await service.Sites.RenameAsync(site, NewName, StopToken);
        if (PassThru) await WriteAsync(new ReplicationSite(site));
    });
}
