using Replication.Core.Catalog;
using Replication.Core.Health;

namespace Replication.Core.Alerts;

/// <summary>One message for one channel. It stays in the catalog until it is delivered or too old to be news.</summary>
public sealed record Alert : ICatalogEntity
{
    public static string Kind => "alerts";

    public static bool NameIsUnique => false;

    public required string Id { get; init; }

    public required string ChannelId { get; init; }

    public required AlertReason Reason { get; init; }

    /// <summary>When it was seen, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    public required string VMName { get; init; }

    public required string GroupName { get; init; }

    public string? VMId { get; init; }

    public required HealthState Health { get; init; }

    /// <summary>What it was before.</summary>
    public required HealthState Before { get; init; }

    /// <summary>Findings in words.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>Age of the newest point; null where there is none.</summary>
    public TimeSpan? RpoAge { get; init; }

    /// <summary>Deliveries that failed so far.</summary>
    public int Attempts { get; init; }

    /// <summary>Not before this time, UTC.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Why the last one failed.</summary>
    public string? LastError { get; init; }

    string ICatalogEntity.Name => Id;

    public string? OwnerId => ChannelId;

    public string? State => Reason.ToString();

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };

    /// <summary>One line, for subjects and logs. Names are an admin's, so what would end a line is taken out.</summary>
    public string Subject => Reason switch
    {
        AlertReason.Recovered => $"Recovered: {OneLine(VMName)} ({OneLine(GroupName)})",
        AlertReason.Test => "Test of replication alerts",
        AlertReason.Reminder => $"Still {Health}: {OneLine(VMName)} ({OneLine(GroupName)})",
        _ => $"{Health}: {OneLine(VMName)} ({OneLine(GroupName)})",
    };

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
