using System.CommandLine;
using System.CommandLine.Parsing;
using Replication.Core.Sites.Remote;

namespace Replication.Agent.Commands;

/// <summary>Where another agent's server is and how this side proves itself there: the settings of a Remote site; secrets are in the files that they name.</summary>
internal sealed class RemoteOptions
{
    private readonly (string Setting, Option<string?> Option)[] _options =
    [
        (RemoteSiteSettings.UrlName, Text("--url", "Remote: address of the server, such as https://replica.example:9601.")),
        (RemoteSiteSettings.KeysName, Text("--keys", "Remote: JSON file of an access key, as serve --keys has it.")),
        (RemoteSiteSettings.CertificateName, Text("--certificate", "Remote: PFX, or PEM with the key, that proves this side to the server.")),
        (RemoteSiteSettings.PasswordName, Text("--certificate-password", "Remote: file with the password of --certificate (default: REPLICATION_CLIENT_CERTIFICATE_PASSWORD).")),
        (RemoteSiteSettings.TrustName, Text("--trust", "Remote: PEM file of the authorities that the server's certificate must come from (default: the system's).")),
        (RemoteSiteSettings.RevocationName, Text("--revocation-lists", "Remote: file of revocation lists of those authorities; with it, one that has none is refused.")),
        (RemoteSiteSettings.RegionName, Text("--server-region", "Remote: which of the server's stores, where it has several.")),
        (RemoteSiteSettings.ConnectionsName, Text("--connections", "Remote: connections and blocks in flight at once (default: 16).")),
        (RemoteSiteSettings.PatienceName, Text("--patience", "Remote: seconds for which a call is repeated while the server does not answer (default: 120).")),
    ];

    public Symbol[] All => [.. _options.Select(option => option.Option)];

    public bool IsGiven(CommandResult result) => _options.Any(option => result.GetValue(option.Option) is not null);

    public bool HasUrl(CommandResult result) => result.GetValue(_options[0].Option) is not null;

    public Dictionary<string, string> Read(CommandContext context) => _options
        .Where(option => context.Get(option.Option) is not null)
        .ToDictionary(option => option.Setting, option => Value(option.Setting, context.Get(option.Option)!));

    /// <summary>Files are found from any folder later.</summary>
    private static string Value(string setting, string given) => given.Length > 0 && RemoteSiteSettings.FileNames.Contains(setting) ? Path.GetFullPath(given) : given;

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };
}
