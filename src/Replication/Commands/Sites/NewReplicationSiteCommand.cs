using Replication.Completion;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Core.Sites.Remote;
using Replication.Objects;

namespace Replication.Commands.Sites;

/// <summary>Adds a site: a folder of machines, an account and region of AWS, or another agent's server.</summary>
[Cmdlet(VerbsCommon.New, "ReplicationSite", SupportsShouldProcess = true, DefaultParameterSetName = LocalSet)]
[OutputType(typeof(ReplicationSite))]
public sealed class NewReplicationSiteCommand : SiteCommand
{
    private Dictionary<string, string> _settings = [];

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter(ParameterSetName = LocalSet, Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(ParameterSetName = AwsSet, Mandatory = true)]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    [Parameter(ParameterSetName = RemoteSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public Uri? Url { get; set; }

    protected override void OnBegin()
    {
        base.OnBegin();
        // One that is left out has its default, and so has one that is empty.
        _settings = Settings().Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key, setting => setting.Value!);
    }

    protected override Dictionary<string, string?> Settings()
    {
        Dictionary<string, string?> settings = base.Settings();
        Put(settings, nameof(Path), LocalSiteSettings.PathName, () => File(Path));
        Put(settings, nameof(Region), "region", () => Region);
        Put(settings, nameof(Url), RemoteSiteSettings.UrlName, () => Url?.OriginalString);
        return settings;
    }

    protected override async Task EndAsync()
    {
        SiteKind kind = ParameterSetName switch
        {
            LocalSet => SiteKind.Local,
            RemoteSet => SiteKind.Remote,
            _ => SiteKind.Aws,
        };
        ReplicationService service = await ServiceAsync();
        if (!await ShouldAsync(Name, $"Add a site of kind {kind}")) return;
        await AttemptAsync(Name, async () => await WriteAsync(new ReplicationSite(await service.Sites.AddAsync(Name, kind, _settings, StopToken))));
    }
}
