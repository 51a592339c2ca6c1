using System.Text.Json.Serialization;
using Replication.Core.Catalog;

namespace Replication.Core.Health;

/// <summary>
/// What became of the replications of one VM, beyond the life of their points: retention removes points every hour, and past violations do not go
/// with them. The newest arrivals are kept one by one, older ones as the violations and counts that came of them; all of it is bounded.
/// </summary>
public sealed record ReplicationHistory : ICatalogEntity
{
    /// <summary>Two hours of replicating every 30 seconds, a day of every 5 minutes: agents read the histories of all VMs again and again.</summary>
    internal const int MaximumArrivals = 256;

    /// <summary>Folded at a time, so that not every point is a folding.</summary>
    internal const int FoldedArrivals = 32;

    /// <summary>The newest are kept.</summary>
    internal const int MaximumViolations = 256;

    /// <summary>Eight days: longer than the longest monitoring interval.</summary>
    internal const int MaximumHours = 192;

    public static string Kind => "statistics";

    public static bool NameIsUnique => false;

    /// <summary>Id of the replicated VM.</summary>
    public required string Id { get; init; }

    /// <summary>Site that accepted the arrivals; after a reversal it is another one.</summary>
    public required string SiteId { get; init; }

    /// <summary>The newest arrivals in order of acceptance, see <see cref="ArrivalText"/>.</summary>
    public string ArrivalText { get; init; } = "";

    /// <summary>Source time of the newest point that was accepted before them; null when there was none.</summary>
    public DateTimeOffset? NewestBefore { get; init; }

    /// <summary>From when on the arrivals tell everything; null for as long as the history is.</summary>
    public DateTimeOffset? FoldedUntil { get; init; }

    /// <summary>Windows that ended before that, under the threshold that then applied.</summary>
    public IReadOnlyList<RpoViolation> Violations { get; init; } = [];

    /// <summary>Cycles of what is folded, by hour.</summary>
    public IReadOnlyList<CycleHour> Hours { get; init; } = [];

    /// <summary>The newest point that was read back or booted, for as long as it is kept.</summary>
    public ProvenPoint? Proven { get; init; }

    /// <summary>Replication was paused since the newest arrival.</summary>
    public bool Paused { get; init; }

    [JsonIgnore]
    public IReadOnlyList<PointArrival> Arrivals => Health.ArrivalText.Parse(ArrivalText);

    string ICatalogEntity.Name => Id;

    public string? OwnerId => Id;

    public string? State => null;

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };

    /// <param name="arrival">What was accepted.</param>
    /// <param name="threshold">RPO threshold of the policy.</param>
    /// <param name="frequency">Frequency of the policy.</param>
    public ReplicationHistory With(PointArrival arrival, TimeSpan threshold, TimeSpan frequency)
    {
        List<PointArrival> arrivals = Health.ArrivalText.Parse(ArrivalText);
        arrivals.Add(Paused ? arrival with { AfterBreak = true } : arrival);
        ReplicationHistory next = this with { Paused = false };
        return arrivals.Count <= MaximumArrivals
            ? next with { ArrivalText = Health.ArrivalText.Format(arrivals) }
            : next.Fold(arrivals, arrivals[FoldedArrivals - 1].AcceptedTime, threshold, frequency);
    }

    /// <summary>Replication stops for now: by a pause, or because the workload fails over. What was violated until now is written down.</summary>
    public ReplicationHistory Pause(DateTimeOffset now, TimeSpan threshold, TimeSpan frequency) =>
        (this with { Paused = true }).Fold(Health.ArrivalText.Parse(ArrivalText), now, threshold, frequency);

    /// <summary>From here on another site accepts the points.</summary>
    public ReplicationHistory MovedTo(string siteId) => this with { SiteId = siteId, ArrivalText = "", NewestBefore = null, Proven = null, Paused = true };

    /// <summary>Turns what was accepted until then into violations and counts. The last arrival of it stays, for the next one to be counted from.</summary>
    private ReplicationHistory Fold(List<PointArrival> arrivals, DateTimeOffset until, TimeSpan threshold, TimeSpan frequency)
    {
        if (arrivals.Count == 0) return this with { FoldedUntil = Later(FoldedUntil, until) };
        int dropped = Math.Max(0, arrivals.FindLastIndex(arrival => arrival.AcceptedTime <= until));
        DateTimeOffset from = FoldedUntil ?? arrivals[0].AcceptedTime;
        return this with
        {
            ArrivalText = Health.ArrivalText.Format(arrivals[dropped..]),
            NewestBefore = arrivals[..dropped].Select(arrival => (DateTimeOffset?)arrival.SourceTime).Append(NewestBefore).Max(),
            FoldedUntil = Later(FoldedUntil, until),
            Violations = [.. Join(Violations, RpoCalculator.Violations(arrivals, threshold, from, until, NewestBefore)).TakeLast(MaximumViolations)],
            Hours = [.. Count(arrivals[..(dropped + 1)], frequency).TakeLast(MaximumHours)],
        };
    }

    private IEnumerable<CycleHour> Count(List<PointArrival> folded, TimeSpan frequency)
    {
        var hours = new SortedDictionary<DateTimeOffset, CycleCount>(Hours.ToDictionary(hour => hour.Hour, hour => hour.Count));
        PointArrival? before = null;
        foreach (PointArrival arrival in folded)
        {
            if (FoldedUntil is not { } counted || arrival.AcceptedTime > counted)
            {
                DateTimeOffset hour = HourOf(arrival.AcceptedTime);
                hours[hour] = hours.GetValueOrDefault(hour) + CycleCounter.Of(before, arrival, frequency);
            }

            before = CycleCounter.Newer(before, arrival);
        }

        return hours.Select(hour => new CycleHour(hour.Key, hour.Value));
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    internal static DateTimeOffset HourOf(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerHour, TimeSpan.Zero);

    /// <summary>A window that goes on where one ended is the same window.</summary>
    internal static IReadOnlyList<RpoViolation> Join(IReadOnlyList<RpoViolation> earlier, IReadOnlyList<RpoViolation> later)
    {
        if (earlier.Count == 0 || later.Count == 0 || earlier[^1].To != later[0].From) return [.. earlier, .. later];
        var joined = new RpoViolation(earlier[^1].From, later[0].To, earlier[^1].MaximumAge > later[0].MaximumAge ? earlier[^1].MaximumAge : later[0].MaximumAge);
        return [.. earlier.SkipLast(1), joined, .. later.Skip(1)];
    }
}
