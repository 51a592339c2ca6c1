using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Schedules;

namespace Replication.Core.Policies;

/// <summary>How often, how many points, which threshold.</summary>
public sealed record ReplicationPolicy : ICatalogEntity
{
    /// <summary>As many hourly points as Hyper-V Replica keeps at most.</summary>
    public const int MaximumRecoveryHistory = 24;

    public static string Kind => "policies";

    public static bool NameIsUnique => true;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public TimeSpan ReplicationFrequency { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Additional points kept beside the latest: 0 keeps the latest alone.</summary>
    public int RecoveryHistory { get; init; } = MaximumRecoveryHistory;

    /// <summary>Distance of the additional points from one another; zero keeps one per replication.</summary>
    public TimeSpan RecoveryPointInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>One point per UTC day for so many days back, beyond the history; 0 for none.</summary>
    public int DailyPoints { get; init; }

    /// <summary>
    /// How often guests are asked to bring their disks into a state that applications can start from; zero for never. It costs the guest: its
    /// file systems are frozen for a moment.
    /// </summary>
    public TimeSpan ApplicationConsistencyInterval { get; init; }

    /// <summary>A guest that cannot be asked is then not replicated; otherwise it gets a crash-consistent point and a warning.</summary>
    public bool RequiresApplicationConsistency { get; init; }

    public TimeSpan RpoThreshold { get; init; } = TimeSpan.FromMinutes(15);

    public AutoResynchronize AutoResynchronize { get; init; }

    /// <summary>When a resynchronisation may begin by itself; one that has begun is not stopped at their end.</summary>
    public DailyHours ResynchronizeHours { get; init; } = new(new TimeOnly(18, 30), new TimeOnly(6, 0));

    /// <summary>How much may be sent at which time; where several hold, the lowest counts. Empty for no limit.</summary>
    public IReadOnlyList<BandwidthLimit> BandwidthLimits { get; init; } = [];

    /// <summary>Whose clock on the wall its hours are, for example "Europe/Berlin" or "UTC"; null for that of the machine where the agent runs.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Made on its own, for groups to share: it stays when the last group that has it goes.</summary>
    public bool Shared { get; init; }

    public string? OwnerId => null;

    public string? State => null;

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };

    public void Validate()
    {
        if (RecoveryHistory is < 0 or > MaximumRecoveryHistory)
            throw Invalid($"RecoveryHistory is {RecoveryHistory}.", $"0 to {MaximumRecoveryHistory} points.");
        if (DailyPoints is < 0 or > 3650) throw Invalid($"DailyPoints is {DailyPoints}.", "0 to 3650 days.");
        if (ReplicationFrequency < TimeSpan.FromSeconds(1)) throw Invalid($"ReplicationFrequency is {ReplicationFrequency}.", "at least one second.");
        if (RecoveryPointInterval < TimeSpan.Zero) throw Invalid($"RecoveryPointInterval is {RecoveryPointInterval}.", "zero or more.");
        if (ApplicationConsistencyInterval != TimeSpan.Zero && (ApplicationConsistencyInterval < TimeSpan.FromHours(1) || ApplicationConsistencyInterval > TimeSpan.FromHours(12)))
            throw Invalid($"ApplicationConsistencyInterval is {ApplicationConsistencyInterval}.", "zero, or 1 to 12 hours.");
        if (ApplicationConsistencyInterval > TimeSpan.Zero && RecoveryHistory == 0)
        {
            throw new ReplicationException(
                "AppConsistentNeedsHistory", $"Policy {Name}", "It makes application-consistent points and keeps the latest point alone.", "a RecoveryHistory of at least 1.");
        }

        if (TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            throw Invalid($"TimeZone is {TimeZone}, which this machine does not know.", "a name such as Europe/Berlin or UTC, or none for local time.");
        if (RpoThreshold <= TimeSpan.Zero) throw Invalid($"RpoThreshold is {RpoThreshold}.", "more than zero.");
    }

    /// <summary>The time on the wall.</summary>
    /// <param name="now">The time.</param>
    /// <param name="localTimeZone">For a policy that names none.</param>
    public DateTime LocalTime(DateTimeOffset now, TimeZoneInfo localTimeZone) =>
        // A machine that does not know the name, which another one has checked, goes by its own clock.
        TimeZoneInfo.ConvertTime(now, TimeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out TimeZoneInfo? zone) ? zone : localTimeZone).DateTime;

    public bool MayResynchronize(DateTimeOffset now, TimeZoneInfo localTimeZone) => AutoResynchronize switch
    {
        AutoResynchronize.Always => true,
        AutoResynchronize.Window => ResynchronizeHours.Contains(LocalTime(now, localTimeZone), out _),
        _ => false,
    };

    /// <summary>Bytes per second that may be sent; null for no limit.</summary>
    public long? BandwidthAt(DateTimeOffset now, TimeZoneInfo localTimeZone)
    {
        if (BandwidthLimits.Count == 0) return null;
        DateTime local = LocalTime(now, localTimeZone);
        return BandwidthLimits.Where(limit => limit.Applies(local)).Min(limit => (long?)limit.BytesPerSecond);
    }

    private ReplicationException Invalid(string found, string needed) => new("PolicyInvalid", $"Policy {Name}", found, needed);
}
