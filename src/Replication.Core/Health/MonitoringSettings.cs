using Replication.Core.Alerts;
using Replication.Core.Catalog;
using Replication.Core.Errors;

namespace Replication.Core.Health;

/// <summary>The period over which replications are counted, as Hyper-V Replica has it: whole intervals since a time of day.</summary>
public sealed record MonitoringSettings : ICatalogEntity
{
    /// <summary>There is one of it in a catalog.</summary>
    public const string OnlyId = "monitoring";

    private static readonly TimeSpan[] Intervals =
    [
        .. ((int[])[1, 2, 3, 4, 6, 8, 12, 24]).Select(hours => TimeSpan.FromHours(hours)), .. Enumerable.Range(2, 6).Select(days => TimeSpan.FromDays(days)),
    ];

    public static string Kind => "monitoring";

    public static bool NameIsUnique => false;

    public string Id { get; init; } = OnlyId;

    /// <summary>How long is counted: 1, 2, 3, 4, 6, 8, 12 or 24 hours, or 2 to 7 days.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Time of day, UTC, from which the intervals are counted.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromHours(9);

    /// <summary>When changes of health are told.</summary>
    public AlertTiming Alerts { get; init; } = new();

    /// <summary>Address that agents serve metrics at as Prometheus reads them, such as http://127.0.0.1:9464; null for nowhere.</summary>
    public string? MetricsAddress { get; init; }

    /// <summary>OTLP receiver that agents send metrics and traces to over HTTP, such as http://127.0.0.1:4318; null for none.</summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary>For how long entries of the evidence are kept, in whole days; longer where a point is.</summary>
    public TimeSpan EvidenceAge { get; init; } = TimeSpan.FromDays(400);

    string ICatalogEntity.Name => Id;

    public string? OwnerId => null;

    public string? State => null;

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };

    /// <summary>The settings, or those that hold where nobody has changed any.</summary>
    public static async Task<MonitoringSettings> ReadAsync(ICatalogReader reader, CancellationToken cancellationToken) =>
        await reader.FindAsync<MonitoringSettings>(OnlyId, cancellationToken) ?? new MonitoringSettings();

    /// <summary>Begin of the interval that the time is in, UTC.</summary>
    public DateTimeOffset StartOf(DateTimeOffset now)
    {
        long since = now.UtcTicks - StartTime.Ticks;
        return new DateTimeOffset(StartTime.Ticks + since - since % Interval.Ticks, TimeSpan.Zero);
    }

    /// <exception cref="ReplicationException">MonitoringInvalid</exception>
    public void Validate()
    {
        if (!Intervals.Contains(Interval))
            throw new ReplicationException("MonitoringInvalid", "Monitoring", $"The interval is {Interval}.", "1, 2, 3, 4, 6, 8, 12 or 24 hours, or 2 to 7 days.");
        if (StartTime < TimeSpan.Zero || StartTime >= TimeSpan.FromDays(1))
            throw new ReplicationException("MonitoringInvalid", "Monitoring", $"The start time is {StartTime}.", "a time of day, 00:00 to 23:59.");
        if (Alerts.WorseAfter < TimeSpan.Zero || Alerts.BetterAfter < TimeSpan.Zero || Alerts.Reminder < TimeSpan.FromMinutes(1))
            throw new ReplicationException("MonitoringInvalid", "Monitoring", $"Alerts have the times {Alerts}.", "times of zero or more, and reminders a minute apart at least.");
        if (EvidenceAge < TimeSpan.FromDays(1) || EvidenceAge > TimeSpan.FromDays(36500))
            throw new ReplicationException("MonitoringInvalid", "Monitoring", $"Evidence is kept for {EvidenceAge.TotalDays:0.##} days.", "1 to 36500 days.");
        foreach (string address in new[] { MetricsAddress, OtlpEndpoint }.OfType<string>())
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https") || parsed.UserInfo.Length > 0)
                throw new ReplicationException("MonitoringInvalid", "Monitoring", $"'{address}' is no address.", "http:// or https://, a host and a port.");
        }
    }
}
