using Replication.Core.Policies;

namespace Replication.Core.RecoveryPoints;

/// <summary>
/// Decides which points go. Pure: the same points, policy and uses give the same answer. Never given up: the newest
/// point, the newest verified point, a pinned one, one in use (INV-11).
/// </summary>
public static class RetentionPlanner
{
    /// <param name="points">All points of one VM at one site.</param>
    /// <param name="policy">How many are kept.</param>
    /// <param name="inUse">Ids that a test, a failover, an export or a running job needs.</param>
    public static RetentionPlan Plan(IReadOnlyCollection<RecoveryPoint> points, ReplicationPolicy policy, IReadOnlySet<string> inUse)
    {
        var newestFirst = points.OrderByDescending(point => point.Sequence).ThenByDescending(point => point.SourceTime)
            .ThenByDescending(point => point.AcceptedTime).ToList();
        var reasons = new Dictionary<string, string>();
        void Keep(RecoveryPoint point, string reason) => reasons.TryAdd(point.Id, reason);

        if (newestFirst.Count > 0) Keep(newestFirst[0], "latest");
        if (newestFirst.FirstOrDefault(point => point.Verification != Verification.Unknown) is { } verified) Keep(verified, "latest verified");
        foreach (RecoveryPoint point in newestFirst)
        {
            if (point.Pinned) Keep(point, "pinned");
            if (inUse.Contains(point.Id)) Keep(point, "in use");
        }

        foreach (RecoveryPoint point in History(newestFirst, policy)) Keep(point, "history");
        foreach (RecoveryPoint point in Daily(newestFirst, policy)) Keep(point, "daily");
        return new RetentionPlan(
            [.. newestFirst.Where(point => !reasons.ContainsKey(point.Id)).OrderBy(point => point.SourceTime)], reasons);
    }

    /// <summary>
    /// Beside the latest, the newest points that open an interval: with hourly points every hour's first replication
    /// stays, the others only serve until the next one arrives (HVR-38, HVR-39).
    /// </summary>
    private static IEnumerable<RecoveryPoint> History(List<RecoveryPoint> newestFirst, ReplicationPolicy policy)
    {
        var older = newestFirst.Skip(1);
        if (policy.RecoveryPointInterval > TimeSpan.Zero)
            older = FirstOfEach(newestFirst, point => point.SourceTime.UtcTicks / policy.RecoveryPointInterval.Ticks).Where(point => point != newestFirst[0]);
        return older.Take(policy.RecoveryHistory);
    }

    /// <summary>
    /// Counted by the days that have points, and not by what the clock says of the newest: a clock that jumps ahead for one replication must not take the points of all
    /// days before with it.
    /// </summary>
    private static IEnumerable<RecoveryPoint> Daily(List<RecoveryPoint> newestFirst, ReplicationPolicy policy) => policy.DailyPoints == 0
        ? []
        : FirstOfEach(newestFirst, point => point.SourceTime.UtcDateTime.Date.Ticks).Take(policy.DailyPoints + 1);

    /// <summary>
    /// Of points one after the other that lie in one bucket the first. An hour that the clock comes to a second time, because it was set back, is another one: what is
    /// replicated then would have no points of its own otherwise.
    /// </summary>
    private static IEnumerable<RecoveryPoint> FirstOfEach(List<RecoveryPoint> newestFirst, Func<RecoveryPoint, long> bucket) =>
        newestFirst.Where((point, index) => index == newestFirst.Count - 1 || bucket(newestFirst[index + 1]) != bucket(point));
}

/// <param name="Remove">Points to give up, oldest first.</param>
/// <param name="Kept">Why each other point stays, by id.</param>
public sealed record RetentionPlan(IReadOnlyList<RecoveryPoint> Remove, IReadOnlyDictionary<string, string> Kept);
