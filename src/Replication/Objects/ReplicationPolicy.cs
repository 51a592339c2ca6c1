namespace Replication.Objects;

/// <summary>How often, how many points, which threshold.</summary>
public sealed class ReplicationPolicy
{
    internal ReplicationPolicy(EnginePolicy policy)
    {
        Name = policy.Name;
        PolicyId = policy.Id;
        ReplicationFrequency = policy.ReplicationFrequency;
        RecoveryHistory = policy.RecoveryHistory;
        RecoveryPointInterval = policy.RecoveryPointInterval;
        DailyPoints = policy.DailyPoints;
        ApplicationConsistencyInterval = policy.ApplicationConsistencyInterval;
        RequireApplicationConsistency = policy.RequiresApplicationConsistency;
        RpoThreshold = policy.RpoThreshold;
        AutoResynchronize = policy.AutoResynchronize.ToString();
        ResynchronizeHours = policy.ResynchronizeHours.ToString();
        BandwidthLimit = [.. policy.BandwidthLimits.Select(limit => limit.ToString())];
        TimeZone = policy.TimeZone;
        Shared = policy.Shared;
    }

    public string Name { get; }

    public string PolicyId { get; }

    public TimeSpan ReplicationFrequency { get; }

    /// <summary>Points kept beside the latest.</summary>
    public int RecoveryHistory { get; }

    /// <summary>Distance of these points from one another; zero keeps one per replication.</summary>
    public TimeSpan RecoveryPointInterval { get; }

    /// <summary>One point per UTC day for so many days.</summary>
    public int DailyPoints { get; }

    /// <summary>How often guests freeze their file systems for a point; zero for never.</summary>
    public TimeSpan ApplicationConsistencyInterval { get; }

    /// <summary>A guest that cannot do that gets no point then.</summary>
    public bool RequireApplicationConsistency { get; }

    public TimeSpan RpoThreshold { get; }

    /// <summary>Off, Window or Always.</summary>
    public string AutoResynchronize { get; }

    /// <summary>When a resynchronisation may begin by itself.</summary>
    public string ResynchronizeHours { get; }

    /// <summary>What may be sent between the sites at which time.</summary>
    public string[] BandwidthLimit { get; }

    /// <summary>Whose clock these hours are; null for that of the agent's machine.</summary>
    public string? TimeZone { get; }

    /// <summary>Made on its own; otherwise it belongs to one group and goes with it.</summary>
    public bool Shared { get; }

    public override string ToString() => Name;
}
