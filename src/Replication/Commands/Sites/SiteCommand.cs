using System.ComponentModel;
using System.Globalization;
using Replication.Completion;
using Replication.Core.Sites;
using Replication.Core.Sites.Remote;
using Replication.Pipeline;

namespace Replication.Commands.Sites;

/// <summary>
/// Base of the cmdlets that make and change sites: the settings of the kinds as parameters. What is given becomes a
/// setting; an empty value takes it back to its default.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SiteCommand : JobCmdlet
{
    protected const string LocalSet = "Local";
    protected const string AwsSet = "Aws";
    protected const string RemoteSet = "Remote";

    [Parameter(ParameterSetName = LocalSet)]
    [AllowEmptyString]
    public string? StorePath { get; set; }

    [Parameter(ParameterSetName = LocalSet)]
    public SwitchParameter NoStore { get; set; }

    [Parameter(ParameterSetName = LocalSet)]
    public SwitchParameter Compress { get; set; }

    [Parameter(ParameterSetName = LocalSet)]
    [AllowEmptyString]
    [ValidateSet("", "qemu", LocalSiteSettings.NoHypervisor)]
    public string? Hypervisor { get; set; }

    [Parameter(ParameterSetName = LocalSet)]
    [AllowEmptyCollection]
    public string[]? Network { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [AllowEmptyString]
    public string? KeyFile { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [AllowEmptyString]
    public string? CertificateFile { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [AllowEmptyString]
    public string? CertificatePasswordFile { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [AllowEmptyString]
    public string? TrustFile { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [AllowEmptyString]
    public string? RevocationListFile { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [AllowEmptyString]
    public string? ServerRegion { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    public SwitchParameter NoCompression { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [ValidateRange(1, 64)]
    public int Connections { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [ValidateRange(0, 86_400)]
    public int Patience { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? Zone { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? Subnet { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyCollection]
    public string[]? SecurityGroup { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [ArgumentCompleter(typeof(InstanceTypeCompleter))]
    [AllowEmptyString]
    public string? InstanceType { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? VolumeType { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    public SwitchParameter Encrypt { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? KmsKeyId { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    public SwitchParameter LicencesProvided { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? Account { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? Profile { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? Role { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? ExternalId { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? ServiceUrl { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? CaFile { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? Proxy { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? Bucket { get; set; }

    [Parameter(ParameterSetName = AwsSet)]
    [AllowEmptyString]
    public string? Prefix { get; set; }

    /// <summary>Settings that were given, by name; null for those that go back to their defaults.</summary>
    /// <remarks>On the pipeline's thread: paths are those of the session.</remarks>
    protected virtual Dictionary<string, string?> Settings()
    {
        var settings = new Dictionary<string, string?>();
        Put(settings, nameof(StorePath), LocalSiteSettings.StoreName, () => File(StorePath));
        // After the folder: where both are given, no store is what is asked for more clearly.
        if (NoStore) settings[LocalSiteSettings.StoreName] = LocalSiteSettings.NoStore;
        Put(settings, nameof(Compress), LocalSiteSettings.CompressionName, () => Compress ? "brotli" : null);
        Put(settings, nameof(Hypervisor), LocalSiteSettings.HypervisorName, () => Hypervisor);
        Put(settings, nameof(Network), LocalSiteSettings.NetworksName, () => string.Join("; ", Network ?? []));
        Put(settings, nameof(KeyFile), RemoteSiteSettings.KeysName, () => File(KeyFile));
        Put(settings, nameof(CertificateFile), RemoteSiteSettings.CertificateName, () => File(CertificateFile));
        Put(settings, nameof(CertificatePasswordFile), RemoteSiteSettings.PasswordName, () => File(CertificatePasswordFile));
        Put(settings, nameof(TrustFile), RemoteSiteSettings.TrustName, () => File(TrustFile));
        Put(settings, nameof(RevocationListFile), RemoteSiteSettings.RevocationName, () => File(RevocationListFile));
        Put(settings, nameof(ServerRegion), RemoteSiteSettings.RegionName, () => ServerRegion);
        Put(settings, nameof(NoCompression), RemoteSiteSettings.CompressionName, () => NoCompression ? "none" : null);
        Put(settings, nameof(Connections), RemoteSiteSettings.ConnectionsName, () => Connections.ToString(CultureInfo.InvariantCulture));
        Put(settings, nameof(Patience), RemoteSiteSettings.PatienceName, () => Patience.ToString(CultureInfo.InvariantCulture));
        Put(settings, nameof(Zone), "zone", () => Zone);
        Put(settings, nameof(Subnet), "subnet", () => Subnet);
        Put(settings, nameof(SecurityGroup), "securityGroups", () => string.Join(',', SecurityGroup ?? []));
        Put(settings, nameof(InstanceType), "instanceType", () => InstanceType);
        Put(settings, nameof(VolumeType), "volumeType", () => VolumeType);
        Put(settings, nameof(Encrypt), "encrypt", () => Encrypt ? "on" : null);
        Put(settings, nameof(KmsKeyId), "kmsKeyId", () => KmsKeyId);
        Put(settings, nameof(LicencesProvided), "licences", () => LicencesProvided ? "provided" : null);
        Put(settings, nameof(Account), "account", () => Account);
        Put(settings, nameof(Profile), "profile", () => Profile);
        Put(settings, nameof(Role), "role", () => Role);
        Put(settings, nameof(ExternalId), "externalId", () => ExternalId);
        Put(settings, nameof(ServiceUrl), "serviceUrl", () => ServiceUrl);
        Put(settings, nameof(CaFile), "caFile", () => File(CaFile));
        Put(settings, nameof(Proxy), "proxy", () => Proxy);
        Put(settings, nameof(Bucket), "bucket", () => Bucket);
        Put(settings, nameof(Prefix), "prefix", () => Prefix);
        return settings;
    }

    /// <summary>Adds a setting whose parameter stands on the line.</summary>
    protected void Put(Dictionary<string, string?> settings, string parameter, string name, Func<string?> value)
    {
        if (MyInvocation.BoundParameters.ContainsKey(parameter)) settings[name] = value() is { Length: > 0 } text ? text : null;
    }

    protected string? File(string? path) => string.IsNullOrEmpty(path) ? null : FilePath(path);
}
