using Replication.Core.Catalog;

namespace Replication.Core.Schedules;

/// <summary>
/// How far the schedule of a group has come. A run is written down together with its job, in one transaction: however many agents find
/// a group due, one of them submits.
/// </summary>
public sealed record GroupSchedule : ICatalogEntity
{
    public static string Kind => "schedules";

    public static bool NameIsUnique => false;

    /// <summary>Id of the group.</summary>
    public required string Id { get; init; }

    /// <summary>Instant of the group's grid that was served last.</summary>
    public required DateTimeOffset LastTick { get; init; }

    /// <summary>Job that serves it; null when there was none yet.</summary>
    public string? LastJobId { get; init; }

    string ICatalogEntity.Name => Id;

    public string? OwnerId => Id;

    public string? State => null;

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
