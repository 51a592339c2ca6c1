using Replication.Core.Catalog;
using Replication.Core.Health;

namespace Replication.Core.Alerts;

/// <summary>What was last told of a VM, and what has been seen since.</summary>
public sealed record AlertState : ICatalogEntity
{
    public static string Kind => "alert_states";

    public static bool NameIsUnique => false;

    /// <summary>Id of the replicated VM.</summary>
    public required string Id { get; init; }

    /// <summary>Health as it was told; a VM that nothing was told of is taken to be well.</summary>
    public HealthState Told { get; init; } = HealthState.Normal;

    /// <summary>When that was, UTC; null for never.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>Health as last seen.</summary>
    public HealthState Seen { get; init; } = HealthState.Normal;

    /// <summary>Since when it differs from what was told in this direction, UTC; null while it does not.</summary>
    public DateTimeOffset? Since { get; init; }

    string ICatalogEntity.Name => Id;

    public string? OwnerId => Id;

    string? ICatalogEntity.State => Told.ToString();

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };

    /// <summary>Takes note of a health, and says whether it is to be told now.</summary>
    public (AlertState Next, AlertReason? Reason) See(HealthState health, DateTimeOffset now, AlertTiming timing)
    {
        HealthState seen = Rank(health);
        if (seen == Told)
        {
            AlertState same = this with { Seen = seen, Since = null };
            return Told > HealthState.Normal && ToldAt is { } told && now - told >= timing.Reminder
                ? (same with { ToldAt = now }, AlertReason.Reminder)
                : (same, null);
        }

        bool worse = seen > Told;
        // Getting worse still, or better still, goes on with the time that has passed; turning back begins anew.
        DateTimeOffset since = Since is { } begun && begun <= now && worse == (Seen > Told) ? begun : now;
        AlertState next = this with { Seen = seen, Since = since };
        if (now - since < (worse ? timing.WorseAfter : timing.BetterAfter)) return (next, null);
        return (next with { Told = seen, ToldAt = now, Since = null }, worse ? AlertReason.Worse : seen > HealthState.Normal ? AlertReason.Better : AlertReason.Recovered);
    }

    /// <summary>A workload that has failed over is nothing to warn of: that was somebody's decision.</summary>
    private static HealthState Rank(HealthState health) => health == HealthState.NotApplicable ? HealthState.Normal : health;
}

/// <summary>Why something is told.</summary>
public enum AlertReason
{
    Worse,
    Better,
    Recovered,
    Reminder,

    /// <summary>Somebody tries the channel out.</summary>
    Test,
}
