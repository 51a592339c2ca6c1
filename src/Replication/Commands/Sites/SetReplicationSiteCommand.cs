using Replication.Completion;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Core.Sites.Remote;
using Replication.Objects;

namespace Replication.Commands.Sites;

/// <summary>
/// Renames a site and changes its settings. What makes it this site stays: its region, its store, its machines; groups and
/// recovery points belong to these.
/// </summary>
[Cmdlet(VerbsCommon.Set, "ReplicationSite", SupportsShouldProcess = true, DefaultParameterSetName = LocalSet)]
[OutputType(typeof(ReplicationSite))]
public sealed class SetReplicationSiteCommand : SiteCommand
{
    private Dictionary<string, string?> _settings = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SiteId", "SiteName")]
    [ArgumentCompleter(typeof(SiteCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    [Parameter(ParameterSetName = LocalSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [ValidateNotNullOrEmpty]
    public Uri? Url { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void OnBegin()
    {
        base.OnBegin();
        _settings = Settings();
    }

    protected override Dictionary<string, string?> Settings()
    {
        Dictionary<string, string?> settings = base.Settings();
        Put(settings, nameof(Path), LocalSiteSettings.PathName, () => File(Path));
        Put(settings, nameof(Region), "region", () => Region);
        Put(settings, nameof(Url), RemoteSiteSettings.UrlName, () => Url?.OriginalString);
        return settings;
    }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        IReadOnlyList<EngineSite> all = await service.Sites.ListAsync(StopToken);
        await ForEachNamedAsync(Name, all, site => site.Name, wanted => service.Sites.GetAsync(wanted, StopToken), site => SetAsync(service, site));
    }

    private async Task SetAsync(ReplicationService service, EngineSite site)
    {
        if (_settings.Count > 0)
        {
            if (await RunJobAsync(service.Sites.Change(site, _settings), site.Name, write: false) is null) return;
            site = await service.Sites.GetAsync(site.Id, StopToken);
        }

        if (NewName is not null)
        {
            if (!await ShouldAsync(site.Name, $"Rename to {NewName}")) return;
            site = await service.Sites.RenameAsync(site, NewName, StopToken);
        }

        if (PassThru) await WriteAsync(new ReplicationSite(site));
    }
}
