using System.Text.RegularExpressions;
using Replication.Aws.Sessions;
using Replication.Core.Errors;
using Replication.Core.Rules.Methods;
using Replication.Core.Sites;

namespace Replication.Aws.Sites;

/// <summary>
/// Settings of an Aws site, beside those of its session (<see cref="AwsSessionSettings"/>): "zone", "subnet",
/// "securityGroups" (comma-separated), "instanceType", "volumeType", "encrypt" and "kmsKeyId", "store" ("on" or "none"),
/// "bucket" and "prefix" of the manifests, "licences" ("provided": every guest brings its own), "method" ("Ebs", "HotAdd" or "Import"),
/// "accessNode", "deviceFolder", "driverFolder" and "driverSource" (a URL, or "none") of HotAdd, "importBucket", "importPrefix" and "importRole" of Import.
/// </summary>
public sealed partial record AwsSiteSettings
{
    private const string DefaultVolumeType = "gp3";
    private const string NoDriverSource = "none";
    private const string BucketName = "the name of a bucket: 3 to 63 of [a-z0-9.-].";

    public required AwsSessionSettings Session { get; init; }

    /// <summary>Zone that machines are made in where no subnet decides it.</summary>
    public string? Zone { get; init; }

    public string? SubnetId { get; init; }

    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];

    public string? InstanceType { get; init; }

    public string VolumeType { get; init; } = DefaultVolumeType;

    public bool Encrypt { get; init; }

    public string? KmsKey { get; init; }

    public bool HasStore { get; init; } = true;

    /// <summary>Null: replication-account-region.</summary>
    public string? Bucket { get; init; }

    public string Prefix { get; init; } = "";

    /// <summary>Licences of the guests are the owner's own, so that an image registered from snapshots loses none.</summary>
    public bool LicencesProvided { get; init; }

    /// <summary>How data arrives where groups say nothing else.</summary>
    public TransferMethod Method { get; init; }

    /// <summary>Instance that HotAdd attaches volumes to; null for the one that this program runs on.</summary>
    public string? AccessNodeId { get; init; }

    /// <summary>Folder with the devices of instances, where they are not those of this machine.</summary>
    public string? DeviceFolder { get; init; }

    /// <summary>Folder with the drivers that are put into Windows guests.</summary>
    public string? DriverFolder { get; init; }

    /// <summary>Whether drivers that are missing in that folder are fetched.</summary>
    public bool FetchesDrivers { get; init; } = true;

    /// <summary>Address below which the archives with drivers lie; null for Amazon's own.</summary>
    public Uri? DriverSource { get; init; }

    /// <summary>Bucket that images go to; null for one of the site's own.</summary>
    public string? ImportBucket { get; init; }

    public string? ImportPrefix { get; init; }

    /// <summary>Role that VM Import reads images with; null for "vmimport".</summary>
    public string? ImportRole { get; init; }

    /// <summary>Error: AwsSettingInvalid and those of the session's settings.</summary>
    public static AwsSiteSettings Parse(SiteDefinition definition)
    {
        string site = definition.Name;
        string? Value(string name) => definition.Settings.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
        bool Choice(string name, string yes, string no, bool otherwise) => Value(name) switch
        {
            null => otherwise,
            { } value when value.Equals(yes, StringComparison.OrdinalIgnoreCase) => true,
            { } value when value.Equals(no, StringComparison.OrdinalIgnoreCase) => false,
            { } value => throw Invalid(site, name, value, $"{yes} or {no}."),
        };
        string? Matching(string name, Regex pattern, string needed) => Value(name) is not { } value ? null : pattern.IsMatch(value) ? value : throw Invalid(site, name, value, needed);

        string[] groups = (Value("securityGroups") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string group in groups.Where(group => !GroupPattern().IsMatch(group))) throw Invalid(site, "securityGroups", group, "ids such as sg-0123456789abcdef0.");
        string? key = Value("kmsKeyId");
        if (key is not null && !Choice("encrypt", "on", "off", true)) throw Invalid(site, "encrypt", "off", "on, or no kmsKeyId.");
        string? drivers = Value("driverSource");
        bool fetches = !string.Equals(drivers, NoDriverSource, StringComparison.OrdinalIgnoreCase);
        return new AwsSiteSettings
        {
            Session = AwsSessionSettings.Parse(site, definition.Settings),
            Zone = Matching("zone", ZonePattern(), "a zone such as eu-west-1a."),
            SubnetId = Matching("subnet", SubnetPattern(), "an id such as subnet-0123456789abcdef0."),
            SecurityGroupIds = groups,
            InstanceType = Matching("instanceType", TypePattern(), "a type such as m5.large."),
            VolumeType = Matching("volumeType", VolumeTypePattern(), "gp3, gp2, st1, sc1 or standard.") ?? DefaultVolumeType,
            Encrypt = key is not null || Choice("encrypt", "on", "off", false),
            KmsKey = key,
            HasStore = Choice("store", "on", LocalSiteSettings.NoStore, true),
            Bucket = Matching("bucket", BucketPattern(), BucketName),
            Prefix = Value("prefix") ?? "",
            Method = ParseMethod(site, Value("method")),
            AccessNodeId = Matching("accessNode", InstancePattern(), "an id such as i-0123456789abcdef0."),
            DeviceFolder = Value("deviceFolder"),
            DriverFolder = Value("driverFolder"),
            FetchesDrivers = fetches,
            DriverSource = drivers is null || !fetches ? null : ParseDriverSource(site, drivers),
            ImportBucket = Matching("importBucket", BucketPattern(), BucketName),
            ImportPrefix = Value("importPrefix"),
            ImportRole = Value("importRole"),
            LicencesProvided = Choice("licences", "provided", "none", false),
        };
    }

    /// <summary>What is fetched there runs in guests with all rights, so nobody may change it on its way.</summary>
    private static Uri ParseDriverSource(string site, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? url
            : throw Invalid(site, "driverSource", text, $"an https URL below which the archives lie, or {NoDriverSource}.");

    private static TransferMethod ParseMethod(string site, string? name) =>
        name is null ? TransferMethod.Ebs
        : Enum.TryParse(name, ignoreCase: true, out TransferMethod method) && Enum.IsDefined(method) ? method
        : throw Invalid(site, "method", name, $"{string.Join(", ", Enum.GetNames<TransferMethod>())}.");

    private static ReplicationException Invalid(string site, string name, string found, string needed) => new("AwsSettingInvalid", $"Site {site}, {name}", $"'{found}'.", needed);

    [GeneratedRegex("^[a-z]{2,3}(-[a-z0-9]+)+-[0-9]+[a-z]$", RegexOptions.CultureInvariant)]
    private static partial Regex ZonePattern();

    [GeneratedRegex("^subnet-[0-9a-f]{8,17}$", RegexOptions.CultureInvariant)]
    private static partial Regex SubnetPattern();

    [GeneratedRegex("^i-[0-9a-f]{8,17}$", RegexOptions.CultureInvariant)]
    private static partial Regex InstancePattern();

    [GeneratedRegex("^sg-[0-9a-f]{8,17}$", RegexOptions.CultureInvariant)]
    private static partial Regex GroupPattern();

    [GeneratedRegex("^[a-z0-9-]+\\.[a-z0-9-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex TypePattern();

    // io1 and io2 want a number of IOPS, which is a choice for each disk.
    [GeneratedRegex("^(gp3|gp2|st1|sc1|standard)$", RegexOptions.CultureInvariant)]
    private static partial Regex VolumeTypePattern();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex BucketPattern();
}
