namespace Replication.Core.Sites.Remote;

/// <summary>
/// Settings of a Remote site: "url" of the server, "keys" (file of an access key) or "certificate" (file that proves this side) and "password" (file
/// of its password), "trust" (file of the authorities that the server is believed by), "region" (of several stores behind one server),
/// "compression" (of blocks on the way) and "connections". docs/remote.md.
/// </summary>
public static class RemoteSiteSettings
{
    public const string UrlName = "url";
    public const string KeysName = "keys";
    public const string CertificateName = "certificate";
    public const string PasswordName = "password";
    public const string TrustName = "trust";
    public const string RegionName = "region";
    public const string CompressionName = "compression";
    public const string ConnectionsName = "connections";

    public static IReadOnlyList<string> Names { get; } = [UrlName, KeysName, CertificateName, PasswordName, TrustName, RegionName, CompressionName, ConnectionsName];

    /// <summary>Settings that name files on this side.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [KeysName, CertificateName, PasswordName, TrustName];
}
