using Replication.Core.Catalog;
using Replication.Core.Machines;
using Replication.Core.Transfer;

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

    /// <summary>How failovers of its machines are launched.</summary>
    public LaunchSettings? Launch { get; init; }

    /// <summary>How its tests are launched: an isolated network above all. Nothing is taken from <see cref="Launch"/>, so that a test never lands in production by omission.</summary>
    public LaunchSettings? TestLaunch { get; init; }

    /// <summary>How data comes to the target site; null leaves it to the site.</summary>
    public TransferSettings? Transfer { get; init; }

    /// <summary>Keep a stopped machine at the destination for every VM, renewed with every recovery point.</summary>
    public bool KeepStandby { get; init; }

    public string? OwnerId => null;

    public string? State => null;

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
