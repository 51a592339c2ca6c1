using Replication.Core.Catalog;
using Replication.Core.Errors;

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

        if (RpoThreshold <= TimeSpan.Zero) throw Invalid($"RpoThreshold is {RpoThreshold}.", "more than zero.");
    }

    private ReplicationException Invalid(string found, string needed) => new("PolicyInvalid", $"Policy {Name}", found, needed);
}
