using Replication.Core.Errors;

namespace Replication.Core.Sites;

/// <summary>
/// Settings of a Local site: "path" (folder of machines), "store" (folder of its store; "none" for no store), "compression" (of a new store),
/// "hypervisor" (what runs its machines: "qemu" where it is installed, or "none"), "networks" (what the names of networks mean; docs/local-site.md).
/// </summary>
public static class LocalSiteSettings
{
    public const string PathName = "path";
    public const string StoreName = "store";
    public const string CompressionName = "compression";

    public const string HypervisorName = "hypervisor";
    public const string NetworksName = "networks";

    public const string NoStore = "none";
    public const string NoHypervisor = "none";

    /// <summary>A dot keeps it from being taken for a machine.</summary>
    private const string DefaultStoreFolder = ".replica-store";

    public static IReadOnlyList<string> Names { get; } = [PathName, StoreName, CompressionName, HypervisorName, NetworksName];

    /// <summary>Whether the site's store is made compressing ("brotli"); an existing store stays as it is.</summary>
    public static bool Compresses(SiteDefinition definition) => definition.Settings.TryGetValue(CompressionName, out string? name) && name.Length > 0 && name != "none"
        ? name == "brotli" ? true
            : throw new ReplicationException("CompressionUnknown", $"Site {definition.Name}", $"Its compression is '{name}'.", "brotli or none.")
        : false;

    /// <summary>Whether machines of the site are run here at all.</summary>
    public static bool RunsMachines(SiteDefinition definition) => !definition.Settings.TryGetValue(HypervisorName, out string? name) || name.Length == 0 || name == "qemu"
        || (name == NoHypervisor ? false
            : throw new ReplicationException("HypervisorUnknown", $"Site {definition.Name}", $"Its hypervisor is '{name}'.", "qemu or none."));

    /// <summary>Empty where none are set.</summary>
    public static string Networks(SiteDefinition definition) => definition.Settings.GetValueOrDefault(NetworksName, "");

    public static string Folder(SiteDefinition definition) =>
        definition.Settings.TryGetValue(PathName, out string? path) && path.Length > 0
            ? Path.GetFullPath(path)
            : throw new ReplicationException("SitePathMissing", $"Site {definition.Name}", "It has no path.", "the folder of its machines.");

    public static string? StorePath(SiteDefinition definition) => definition.Settings.TryGetValue(StoreName, out string? store) && store.Length > 0
        ? store == NoStore ? null : Path.GetFullPath(store)
        : Path.Combine(Folder(definition), DefaultStoreFolder);
}
