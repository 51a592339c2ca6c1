namespace Replication.Core.Sites.Remote;

/// <summary>
/// Settings of a Remote site: "url" of the server, "keys" (file of an access key) or "certificate" (file that proves this side) and "password" (file
/// of its password), "trust" (file of the authorities that the server is believed by), "revocationLists"
/// (file of what these have taken back), "region" (of several stores behind one server), "compression" (of blocks on the way), "connections", and
/// "patience" (seconds for which a call is repeated while the server does not answer). docs/remote.md.
/// </summary>
public static class RemoteSiteSettings
{
    public const string UrlName = "url";
    public const string KeysName = "keys";
    public const string CertificateName = "certificate";
    public const string PasswordName = "password";
    public const string TrustName = "trust";
    public const string RevocationName = "revocationLists";
    public const string RegionName = "region";
    public const string CompressionName = "compression";
    public const string ConnectionsName = "connections";
    public const string PatienceName = "patience";

    public static IReadOnlyList<string> Names { get; } =
    [
        UrlName, KeysName, CertificateName, PasswordName, TrustName, RevocationName, RegionName, CompressionName, ConnectionsName, PatienceName,
    ];

    /// <summary>Settings that name files on this side.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [KeysName, CertificateName, PasswordName, TrustName, RevocationName];
}
