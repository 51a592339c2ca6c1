using Replication.Core.Sites;
using Replication.Core.Sites.Remote;

namespace Replication.Objects;

/// <summary>A place where machines run.</summary>
public sealed class ReplicationSite
{
    internal ReplicationSite(EngineSite site)
    {
        Name = site.Name;
        SiteId = site.Id;
        Kind = site.SiteKind.ToString();
        Place = site.Settings.GetValueOrDefault(
            site.SiteKind switch
            {
                SiteKind.Aws => "region",
                SiteKind.Remote => RemoteSiteSettings.UrlName,
                _ => LocalSiteSettings.PathName,
            },
            "");
        Store = site.SiteKind == SiteKind.Local ? LocalSiteSettings.StorePath(site) ?? LocalSiteSettings.NoStore : null;
        Settings = new Dictionary<string, string>(site.Settings);
    }

    public string Name { get; }

    public string SiteId { get; }

    /// <summary>Local, Aws, Remote, or Unknown for a site that only a recovered point still names.</summary>
    public string Kind { get; }

    /// <summary>Folder of a Local site, region of an Aws site, address of a Remote site's server.</summary>
    public string Place { get; }

    /// <summary>Folder of a Local site's store, "none" where it accepts no replicas; null for kinds whose store is not a folder.</summary>
    public string? Store { get; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    public override string ToString() => Name;
}
