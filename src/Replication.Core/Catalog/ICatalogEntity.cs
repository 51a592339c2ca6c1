namespace Replication.Core.Catalog;

/// <summary>
/// Something the catalog keeps. Its key columns are these properties; the rest of the record is its JSON body.
/// Records are immutable; <see cref="WithVersion"/> is how the catalog hands back what it stored.
/// </summary>
public interface ICatalogEntity
{
    /// <summary>Table of this kind, snake_case plural: "sites", "recovery_points".</summary>
    static abstract string Kind { get; }

    string Id { get; }

    /// <summary>Shown to people; unique ignoring case within the owner where <see cref="NameIsUnique"/>.</summary>
    string Name { get; }

    static abstract bool NameIsUnique { get; }

    /// <summary>Id of what this belongs to (a group's id for a replicated VM), or null.</summary>
    string? OwnerId { get; }

    /// <summary>State as a string, never an integer; null for kinds without one.</summary>
    string? State { get; }

    /// <summary>0 before it is stored; counts up with every update (optimistic concurrency).</summary>
    long Version { get; }

    ICatalogEntity WithVersion(long version);
}
