using Replication.Core.Catalog;

namespace Replication.Core.Schedules;

/// <summary>What holds for the schedules of all groups; absent until somebody says something.</summary>
public sealed record ScheduleSettings : ICatalogEntity
{
    /// <summary>There is one.</summary>
    public const string OnlyId = "schedule";

    public static string Kind => "schedule_settings";

    public static bool NameIsUnique => false;

    public string Id => OnlyId;

    /// <summary>Nothing is begun by itself until somebody resumes it.</summary>
    public bool Paused { get; init; }

    /// <summary>Who said so.</summary>
    public string? ChangedBy { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }

    string ICatalogEntity.Name => OnlyId;

    public string? OwnerId => null;

    public string? State => null;

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
