using System.Text.RegularExpressions;
using Replication.Core.Errors;

namespace Replication.Aws.Sessions;

/// <summary>
/// How to reach an account, from the settings of a site. They are kept in the catalog and therefore hold no secret: keys
/// come from the environment, a profile, single sign-on or the instance's role. Names: "region" (required), "account",
/// "profile", "role" with "externalId", "serviceUrl" for all services or "ebsUrl", "ec2Url", "s3Url", "stsUrl" for one,
/// "caFile" (PEM; then nothing else is trusted), "proxy".
/// </summary>
public sealed partial record AwsSessionSettings
{
    private static readonly string[] SecretNames = ["accessKey", "accessKeyId", "secretKey", "secretAccessKey", "sessionToken", "password", "proxyPassword"];

    public required string Region { get; init; }

    /// <summary>Account that the credentials must belong to; not checked when absent.</summary>
    public string? AccountId { get; init; }

    /// <summary>Named profile of the AWS configuration files, single sign-on included; the normal chain when absent.</summary>
    public string? Profile { get; init; }

    /// <summary>ARN of a role to assume with those credentials.</summary>
    public string? Role { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>By service ("ebs", "ec2", "s3", "sts"); "" for all that have none of their own.</summary>
    public IReadOnlyDictionary<string, Uri> ServiceUrls { get; init; } = new Dictionary<string, Uri>();

    public string? CaFile { get; init; }

    public Uri? Proxy { get; init; }

    /// <summary>Reads and checks the settings; names that are not of a session are others' and ignored.</summary>
    /// <param name="site">Name of the site, for errors.</param>
    /// <param name="settings">As the catalog has them.</param>
    public static AwsSessionSettings Parse(string site, IReadOnlyDictionary<string, string> settings)
    {
        string? Value(string name) => settings.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
        foreach (string secret in settings.Keys.Where(name => SecretNames.Contains(name, StringComparer.OrdinalIgnoreCase)))
            throw Secret(site, secret);

        string region = Value("region") ?? throw new ReplicationException("AwsRegionMissing", $"Site {site}", "It has no region.", "the region, such as eu-west-1.");
        Check(site, "region", region, RegionPattern(), "a region such as eu-west-1.");
        string? role = Value("role");
        string? externalId = Value("externalId");
        if (role is not null) Check(site, "role", role, RolePattern(), "the ARN of a role: arn:aws:iam::123456789012:role/name.");
        if (externalId is not null && role is null) throw Invalid(site, "externalId", "there is no role to assume with it.", "a role beside it, or none of both.");
        if (Value("account") is { } account) Check(site, "account", account, AccountPattern(), "12 digits.");
        string? caFile = Value("caFile");
        var urls = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var (name, service) in new[] { ("serviceUrl", ""), ("ebsUrl", "ebs"), ("ec2Url", "ec2"), ("s3Url", "s3"), ("stsUrl", "sts") })
        {
            if (Value(name) is { } url) urls[service] = Url(site, name, url);
        }

        return new AwsSessionSettings
        {
            Region = region,
            AccountId = Value("account"),
            Profile = Value("profile"),
            Role = role,
            ExternalId = externalId,
            ServiceUrls = urls,
            CaFile = caFile is null ? null : Path.GetFullPath(caFile),
            Proxy = Value("proxy") is { } proxy ? Url(site, "proxy", proxy) : null,
        };
    }

    private static Uri Url(string site, string name, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
            throw Invalid(site, name, "it is not a URL.", "a URL such as https://host:8443.");
        return url.UserInfo.Length == 0 ? url : throw Secret(site, name);
    }

    private static void Check(string site, string name, string value, Regex pattern, string needed)
    {
        if (!pattern.IsMatch(value)) throw Invalid(site, name, $"'{value}'.", needed);
    }

    private static ReplicationException Invalid(string site, string name, string found, string needed) =>
        new("AwsSettingInvalid", $"Site {site}, {name}", found, needed);

    /// <summary>Says which setting it is and never what is in it.</summary>
    private static ReplicationException Secret(string site, string name) => new(
        "SecretInSettings", $"Site {site}, {name}", "It holds a secret, and settings are kept in clear.",
        "credentials from the environment, a profile or the instance's role; a proxy's from HTTPS_PROXY.");

    [GeneratedRegex("^[a-z]{2,3}(-[a-z]+)+-[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex RegionPattern();

    [GeneratedRegex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex RolePattern();

    [GeneratedRegex("^[0-9]{12}$", RegexOptions.CultureInvariant)]
    private static partial Regex AccountPattern();
}
