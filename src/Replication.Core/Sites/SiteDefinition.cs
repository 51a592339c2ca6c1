using Replication.Core.Catalog;

namespace Replication.Core.Sites;

public enum SiteKind
{
    Unknown,
    Local,
    Aws,

    /// <summary>Machines and a store behind another agent's server.</summary>
    Remote,
    HyperV,
    VMware,
}

/// <summary>A place where machines run, as the catalog knows it.</summary>
public sealed record SiteDefinition : ICatalogEntity
{
    public static string Kind => "sites";

    public static bool NameIsUnique => true;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required SiteKind SiteKind { get; init; }

    /// <summary>What the adapter of this kind needs to find the site; never a secret.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Agents that can reach it, by the name of their pool; null where any can.</summary>
    public string? Pool { get; init; }

    public string? OwnerId => null;

    public string? State => null;

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
