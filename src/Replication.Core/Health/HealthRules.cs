using System.Globalization;
using Replication.Core.Policies;
using Replication.Core.States;

namespace Replication.Core.Health;

/// <summary>
/// Health after Hyper-V Replica's rules (docs/health.md). Pure: the same subject at the same time has the same health. Counts and windows are those
/// of the monitoring interval, or of the time since statistics were reset when that is shorter.
/// </summary>
public static class HealthRules
{
    /// <summary>Share of missed cycles from which on Hyper-V Replica warns.</summary>
    public const double MissedShare = 0.2;

    /// <summary>With fewer cycles a single late one would be a fifth of them.</summary>
    private const int FewestCycles = 5;

    /// <summary>Silence after which Hyper-V Replica warns, and being out of sync after which its management pack calls it an error.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromHours(1);

    /// <summary>Of less time a rate for a day would be a guess.</summary>
    private static readonly TimeSpan ShortestChurn = TimeSpan.FromHours(1);

    /// <summary>Replications that the throughput is measured over.</summary>
    private const int MeasuredArrivals = 16;

    public static ReplicationHealth Evaluate(HealthSubject subject, DateTimeOffset now)
    {
        DateTimeOffset start = subject.Monitoring.StartOf(now);
        if (subject.VM.Statistics.Since is { } since && since > start && since <= now) start = since;
        IReadOnlyList<PointArrival> arrivals = subject.Arrivals();
        TimeSpan? age = subject.HasFailedOver ? null : RpoCalculator.AgeAt(arrivals, now);
        var health = new ReplicationHealth
        {
            State = HealthState.Normal,
            Findings = [],
            RpoAge = age,
            RpoThreshold = subject.Policy.RpoThreshold,
            RpoViolated = age > subject.Policy.RpoThreshold,
            MonitoringStartTime = start,
            MonitoringEndTime = now,
            Cycles = CyclesOf(subject, arrivals, start, now),
            Violations = ViolationsOf(subject, arrivals, start, now),
            Timeline = subject.HasFailedOver ? [] : RpoCalculator.Timeline(arrivals, KnownSince(subject, start), now, subject.NewestBefore),
            LastVerified = ProvenPoint.NewestOf(subject.Points) ?? subject.KnownProof,
            PendingReplicationSize = subject.PendingBytes,
            Throughput = ThroughputOf(arrivals),
            ChangedBytesPerDay = ChurnOf(arrivals),
        };
        IReadOnlyList<HealthFinding> findings = [.. Find(subject, health)];
        return health with
        {
            Findings = findings,
            State = subject.HasFailedOver ? HealthState.NotApplicable : findings.Select(finding => finding.State).Append(HealthState.Normal).Max(),
            MaximumRpoAge = health.Timeline.Select(sample => sample.Before ?? sample.Age).Concat(health.Violations.Select(window => window.MaximumAge)).Cast<TimeSpan?>().Max(),
        };
    }

    private static IEnumerable<HealthFinding> Find(HealthSubject subject, ReplicationHealth health)
    {
        if (subject.HasFailedOver)
        {
            yield return new HealthFinding(HealthIds.FailedOver, HealthState.NotApplicable, $"The VM has failed over (state {subject.VM.ReplicationState}).");
            yield break;
        }

        if (OfState(subject.VM.ReplicationState) is { } ofState) yield return ofState;
        if (OfAge(subject.Policy, health) is { } ofAge) yield return ofAge;
        if (subject.IsReplicating && OfCycles(health.Cycles) is { } ofCycles) yield return ofCycles;
        if (subject.VM.Statistics.LastError is { } error)
            yield return new HealthFinding(HealthIds.LastReplicationFailed, HealthState.Warning, $"The last replication failed with {error}.");
    }

    private static HealthFinding? OfState(ReplicationState state) => state switch
    {
        ReplicationState.ReadyForInitialReplication or ReplicationState.WaitingForInitialReplication or ReplicationState.InitialReplicationInProgress =>
            new HealthFinding(HealthIds.SeedingIncomplete, HealthState.Warning, $"The initial copy is not complete (state {state})."),
        ReplicationState.Suspended => new HealthFinding(HealthIds.Suspended, HealthState.Warning, "Replication is suspended."),
        ReplicationState.WaitingForStartResynchronize or ReplicationState.ResynchronizeSuspended =>
            new HealthFinding(HealthIds.ResynchronizeRequired, HealthState.Critical, "A resynchronisation is needed."),
        ReplicationState.Resynchronizing => new HealthFinding(HealthIds.Resynchronizing, HealthState.Warning, "A resynchronisation has not finished."),
        ReplicationState.RecoveryInProgress or ReplicationState.FailbackInProgress =>
            new HealthFinding(HealthIds.FailoverUnfinished, HealthState.Warning, "A failover or failback has not finished."),
        _ => null,
    };

    private static HealthFinding? OfAge(ReplicationPolicy policy, ReplicationHealth health)
    {
        if (health.RpoAge is not { } age) return new HealthFinding(HealthIds.NoRecoveryPoint, HealthState.Warning, "There is no recovery point yet.");
        // A policy that replicates once a day is not out of sync for as long as the day lasts.
        TimeSpan patience = policy.ReplicationFrequency > Silence ? policy.ReplicationFrequency * 1.25 : Silence;
        if (health.RpoViolated)
        {
            return new HealthFinding(
                HealthIds.RpoViolated, age > patience ? HealthState.Critical : HealthState.Warning,
                $"The newest point is {Text(age)} old; the threshold is {Text(policy.RpoThreshold)}.");
        }

        return age > patience ? new HealthFinding(HealthIds.Silent, HealthState.Warning, $"Nothing was replicated for {Text(age)}.") : null;
    }

    private static HealthFinding? OfCycles(CycleCount cycles) => cycles.Total >= FewestCycles && cycles.Missed >= MissedShare * cycles.Total
        ? new HealthFinding(
            HealthIds.CyclesMissed, HealthState.Warning,
            string.Create(CultureInfo.InvariantCulture, $"{cycles.Missed} of {cycles.Total} cycles of the monitoring interval were missed ({100.0 * cycles.Missed / cycles.Total:0} %)."))
        : null;

    private static CycleCount CyclesOf(HealthSubject subject, IReadOnlyList<PointArrival> arrivals, DateTimeOffset from, DateTimeOffset to)
    {
        DateTimeOffset? folded = subject.History?.FoldedUntil;
        // What is folded is counted by the hour, so a period that begins within an hour has all of it.
        CycleCount count = (subject.History?.Hours ?? []).Where(hour => hour.Hour >= ReplicationHistory.HourOf(from) && hour.Hour < to)
            .Aggregate(default(CycleCount), (sum, hour) => sum + hour.Count);
        DateTimeOffset since = folded is { } until && until >= from ? until.AddTicks(1) : from;
        return count + CycleCounter.Count(arrivals, subject.Policy.ReplicationFrequency, since, to, subject.IsReplicating && subject.History is not { Paused: true });
    }

    private static IReadOnlyList<RpoViolation> ViolationsOf(HealthSubject subject, IReadOnlyList<PointArrival> arrivals, DateTimeOffset from, DateTimeOffset to)
    {
        ReplicationHistory? history = subject.History;
        DateTimeOffset since = KnownSince(subject, from);
        IReadOnlyList<RpoViolation> present = subject.HasFailedOver || since >= to
            ? [] : RpoCalculator.Violations(arrivals, subject.Policy.RpoThreshold, since, to, subject.NewestBefore);
        RpoViolation[] past = [.. (history?.Violations ?? []).Where(window => window.To > from).Select(window => window.From < from ? window with { From = from } : window)];
        return ReplicationHistory.Join(past, present);
    }

    /// <summary>From when on the arrivals tell everything; of what was before, the history has the violations.</summary>
    private static DateTimeOffset KnownSince(HealthSubject subject, DateTimeOffset from) =>
        subject.History?.FoldedUntil is { } folded && folded > from ? folded : from;

    private static double? ThroughputOf(IReadOnlyList<PointArrival> arrivals)
    {
        PointArrival[] measured = [.. arrivals.Where(arrival => arrival.BytesSent > 0).TakeLast(MeasuredArrivals)];
        double seconds = measured.Sum(arrival => arrival.Latency.TotalSeconds);
        return seconds > 0 ? measured.Sum(arrival => arrival.BytesSent) / seconds : null;
    }

    /// <summary>What changed between the first of the newest replications and the last: what the first one sent changed before.</summary>
    internal static long? ChurnOf(IReadOnlyList<PointArrival> arrivals)
    {
        if (arrivals.Count < 2) return null;
        TimeSpan span = arrivals[^1].SourceTime - arrivals[0].SourceTime;
        return span >= ShortestChurn ? (long)(arrivals.Skip(1).Sum(arrival => arrival.BytesSent) / span.TotalDays) : null;
    }

    private static string Text(TimeSpan time) => time.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);
}
