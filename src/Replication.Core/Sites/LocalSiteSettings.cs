using Replication.Core.Errors;

namespace Replication.Core.Sites;

/// <summary>Settings of a Local site: "path" (folder of machines) and "store" (folder of its store; "none" for no store).</summary>
public static class LocalSiteSettings
{
    public const string NoStore = "none";

    /// <summary>A dot keeps it from being taken for a machine.</summary>
    private const string DefaultStoreFolder = ".replica-store";

    public static string Folder(SiteDefinition definition) =>
        definition.Settings.TryGetValue("path", out string? path) && path.Length > 0
            ? Path.GetFullPath(path)
            : throw new ReplicationException("SitePathMissing", $"Site {definition.Name}", "It has no path.", "the folder of its machines.");

    public static string? StorePath(SiteDefinition definition) => definition.Settings.TryGetValue("store", out string? store) && store.Length > 0
        ? store == NoStore ? null : Path.GetFullPath(store)
        : Path.Combine(Folder(definition), DefaultStoreFolder);
}
