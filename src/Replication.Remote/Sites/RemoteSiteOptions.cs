using System.Globalization;
using Replication.Core.Errors;
using Replication.Core.Sites;
using Replication.Core.Sites.Remote;
using Replication.Remote.Authentication;

namespace Replication.Remote.Sites;

/// <summary>Reads the settings of a Remote site, and the files that they name.</summary>
internal static class RemoteSiteOptions
{
    private const string DefaultRegion = "local";

    private const int MostConnections = 64;

    /// <summary>Seconds; a day.</summary>
    private const int LongestPatience = 86_400;

    public static RemoteOptions Read(SiteDefinition site)
    {
        Uri address = Address(site);
        string? keys = Setting(site, RemoteSiteSettings.KeysName);
        string? certificate = Setting(site, RemoteSiteSettings.CertificateName);
        if (keys is null == certificate is null)
        {
            throw new ReplicationException(
                "RemoteCredentialsMissing", $"Site {site.Name}", keys is null ? "It has neither a file of keys nor a certificate." : "It has a file of keys and a certificate.",
                "one of the two.", "Set keys or certificate.");
        }

        if (certificate is not null && address.Scheme != Uri.UriSchemeHttps)
            throw Invalid(site, address.ToString(), "an https address, because a certificate proves a connection over TLS.");
        var options = new RemoteOptions
        {
            Address = address,
            Authentication = keys is not null
                ? SecretFile.ReadKey(keys, Setting(site, RemoteSiteSettings.RegionName) ?? DefaultRegion)
                : SecretFile.ReadCertificate(certificate!, Setting(site, RemoteSiteSettings.PasswordName)),
            Trust = ServerTrust.Read(Setting(site, RemoteSiteSettings.TrustName), Setting(site, RemoteSiteSettings.RevocationName)),
            Compress = Compresses(site),
        };
        return options with
        {
            Connections = Number(site, RemoteSiteSettings.ConnectionsName, 1, MostConnections) ?? options.Connections,
            RepeatFor = Number(site, RemoteSiteSettings.PatienceName, 0, LongestPatience) is { } seconds ? TimeSpan.FromSeconds(seconds) : options.RepeatFor,
        };
    }

    private static Uri Address(SiteDefinition site)
    {
        string text = Setting(site, RemoteSiteSettings.UrlName) ?? "";
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address.UserInfo.Length == 0 && address.Query.Length == 0
            ? address
            : throw Invalid(site, text, "http or https, a host and a port, such as https://replica.example:9601.");
    }

    private static bool Compresses(SiteDefinition site) => Setting(site, RemoteSiteSettings.CompressionName) switch
    {
        null or "brotli" => true,
        "none" => false,
        { } other => throw new ReplicationException("CompressionUnknown", $"Site {site.Name}", $"Its compression is '{other}'.", "brotli or none."),
    };

    private static int? Number(SiteDefinition site, string name, int least, int most) => Setting(site, name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number
        : throw new ReplicationException("OptionInvalid", $"Site {site.Name}", $"Its setting {name} is '{text}'.", $"{least} to {most}.");

    private static string? Setting(SiteDefinition site, string name) => site.Settings.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    private static ReplicationException Invalid(SiteDefinition site, string found, string needed) =>
        new("RemoteUrlInvalid", $"Site {site.Name}", $"Its address is '{found}'.", needed);
}
