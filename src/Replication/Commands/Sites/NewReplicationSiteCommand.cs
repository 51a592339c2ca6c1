using Replication.Completion;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Objects;
using Replication.Pipeline;

namespace Replication.Commands.Sites;

/// <summary>Adds a site: a folder of machines, or an account and region of AWS.</summary>
[Cmdlet(VerbsCommon.New, "ReplicationSite", SupportsShouldProcess = true, DefaultParameterSetName = LocalSet)]
[OutputType(typeof(ReplicationSite))]
public sealed class NewReplicationSiteCommand : ReplicationCmdlet
{
    private const string LocalSet = "Local";
    private const string AwsSet = "Aws";

    private Dictionary<string, string> _settings = [];

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter(ParameterSetName = LocalSet, Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(ParameterSetName = LocalSet)]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    [Parameter(ParameterSetName = LocalSet)]
    public SwitchParameter NoStore { get; set; }

    [Parameter(ParameterSetName = LocalSet)]
    public SwitchParameter Compress { get; set; }

    [Parameter(ParameterSetName = AwsSet, Mandatory = true)]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ValidateNotNullOrEmpty]
    public string? Zone { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ValidateNotNullOrEmpty]
    public string? Role { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ValidateNotNullOrEmpty]
    public string? ExternalId { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ValidateNotNullOrEmpty]
    public string? ServiceUrl { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ValidateNotNullOrEmpty]
    public string? CaFile { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ValidateNotNullOrEmpty]
    public string? Proxy { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ValidateNotNullOrEmpty]
    public string? Bucket { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ValidateNotNullOrEmpty]
    public string? Prefix { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ValidateNotNullOrEmpty]
    public string? KmsKeyId { get; set; }

    protected override void OnBegin() => _settings = ParameterSetName == LocalSet ? LocalSettings() : AwsSettings();

    protected override async Task EndAsync()
    {
        SiteKind kind = ParameterSetName == LocalSet ? SiteKind.Local : SiteKind.Aws;
        ReplicationService service = await ServiceAsync();
        if (await ShouldAsync(Name, $"Add a site of kind {kind}")) await WriteAsync(new ReplicationSite(await service.Sites.AddAsync(Name, kind, _settings, StopToken)));
    }

    private Dictionary<string, string> LocalSettings()
    {
        var settings = new Dictionary<string, string> { ["path"] = FilePath(Path!), ["compression"] = Compress ? "brotli" : "none" };
        if (NoStore) settings["store"] = LocalSiteSettings.NoStore;
        else if (StorePath is not null) settings["store"] = FilePath(StorePath);
        return settings;
    }

    private Dictionary<string, string> AwsSettings() => new (string Name, string? Value)[]
    {
        ("region", Region), ("zone", Zone), ("account", Account), ("profile", Profile), ("role", Role), ("externalId", ExternalId),
        ("serviceUrl", ServiceUrl), ("caFile", CaFile is null ? null : FilePath(CaFile)), ("proxy", Proxy), ("bucket", Bucket), ("prefix", Prefix),
        ("kmsKeyId", KmsKeyId),
    }.Where(setting => setting.Value is not null).ToDictionary(setting => setting.Name, setting => setting.Value!);
}
