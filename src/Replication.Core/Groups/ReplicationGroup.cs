using Replication.Core.Catalog;

namespace Replication.Core.Groups;

/// <summary>Machines replicated together from one site to another; their points can be one instant.</summary>
public sealed record ReplicationGroup : ICatalogEntity
{
    public static string Kind => "groups";

    public static bool NameIsUnique => true;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string SourceSiteId { get; init; }

    public required string TargetSiteId { get; init; }

    public required string PolicyId { get; init; }

    public string? OwnerId => null;

    public string? State => null;

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
