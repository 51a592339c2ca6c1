using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.Support;

/// <summary>A kind with an owner and a state that is an enum in the body; names need not be unique.</summary>
public sealed record Job(string Id, string Name, string? OwnerId, JobPhase Phase, int Progress = 0) : ICatalogEntity
{
    public static string Kind => "jobs";

    public static bool NameIsUnique => false;

    public string? State => Phase.ToString();

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
