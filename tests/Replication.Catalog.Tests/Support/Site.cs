using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.Support;

/// <summary>A kind whose names are unique, without state or owner.</summary>
public sealed record Site(string Id, string Name, string Folder) : ICatalogEntity
{
    public static string Kind => "sites";

    public static bool NameIsUnique => true;

    public string? OwnerId { get; init; }

    public string? State => null;

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
