using Replication.Core.Machines;

namespace Replication.Core.Rules.Failback.Facts;

/// <summary>The machine at home that comes before the failed-over one, and where its successor is to be.</summary>
public sealed record HomeMachine
{
    /// <summary>False when it was deleted, so that a new one is made.</summary>
    public bool? Exists { get; init; }

    public PowerState Power { get; init; }

    /// <summary>Whether its host is managed by a vCenter Server.</summary>
    public bool? UnderVCenter { get; init; }

    /// <summary>The datastore that its disks are on, or are to be on.</summary>
    public string? Datastore { get; init; }

    /// <summary>Whether it is to come back somewhere else than where it was.</summary>
    public bool AlternateLocation { get; init; }

    /// <summary>Identifiers of its disks.</summary>
    public IReadOnlyList<string>? DiskUuids { get; init; }
}
