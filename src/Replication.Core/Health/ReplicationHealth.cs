using System.Text.Json.Serialization;

namespace Replication.Core.Health;

/// <summary>Health of one VM: what was measured, and what of it is not as it should be.</summary>
public sealed record ReplicationHealth
{
    /// <summary>The worst of the findings.</summary>
    public required HealthState State { get; init; }

    /// <summary>Empty when all is well.</summary>
    public required IReadOnlyList<HealthFinding> Findings { get; init; }

    /// <summary>The findings in words.</summary>
    public IReadOnlyList<string> Reasons => [.. Findings.Select(finding => finding.Text)];

    /// <summary>Age of the newest accepted point, or null when there is none or it does not matter.</summary>
    public TimeSpan? RpoAge { get; init; }

    /// <summary>Age that the policy allows.</summary>
    public required TimeSpan RpoThreshold { get; init; }

    public bool RpoViolated { get; init; }

    /// <summary>Begin of the period that <see cref="Cycles"/>, <see cref="Violations"/> and <see cref="MaximumRpoAge"/> are about, UTC.</summary>
    public required DateTimeOffset MonitoringStartTime { get; init; }

    /// <summary>Its end: the time of looking, UTC.</summary>
    public required DateTimeOffset MonitoringEndTime { get; init; }

    public CycleCount Cycles { get; init; }

    /// <summary>Windows of the period in which the newest accepted point was older than allowed (INV-09).</summary>
    public IReadOnlyList<RpoViolation> Violations { get; init; } = [];

    /// <summary>The achieved RPO: how old what could be recovered was at its worst in the period; null when there was no point.</summary>
    public TimeSpan? MaximumRpoAge { get; init; }

    /// <summary>The age over the period, or over the newest replications where the history has no more of them one by one.</summary>
    [JsonIgnore]
    public IReadOnlyList<RpoSample> Timeline { get; init; } = [];

    /// <summary>The newest kept point that was read back or booted; null where there is none.</summary>
    public ProvenPoint? LastVerified { get; init; }

    /// <summary>Age of that point's content.</summary>
    public TimeSpan? VerifiedAge => LastVerified is { } point ? MonitoringEndTime - point.SourceTime : null;

    /// <summary>Bytes that have changed at the source and are not at the destination; null where the source keeps no track. Never guessed.</summary>
    public long? PendingReplicationSize { get; init; }

    /// <summary>Bytes per second of the newest replications from capture to accepted point; null until something was sent.</summary>
    public double? Throughput { get; init; }

    /// <summary>Bytes a day, after those of the newest replications; null until there were two an hour or more apart.</summary>
    public long? ChangedBytesPerDay { get; init; }

    /// <summary>How long what is pending takes at that rate; null where either is not known.</summary>
    public TimeSpan? TimeToCatchUp => PendingReplicationSize switch
    {
        null => null,
        0 => TimeSpan.Zero,
        { } pending => Throughput is > 0 and { } rate ? TimeSpan.FromSeconds(Math.Min(pending / rate, TimeSpan.MaxValue.TotalSeconds / 2)) : null,
    };
}
