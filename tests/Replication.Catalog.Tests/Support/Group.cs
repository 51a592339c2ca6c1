using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.Support;

/// <summary>A kind whose table name is a key word and whose names are unique within an owner.</summary>
public sealed record Group(string Id, string Name, string? OwnerId) : ICatalogEntity
{
    public static string Kind => "groups";

    public static bool NameIsUnique => true;

    public string? State => null;

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
