using System.Collections.Concurrent;
using Replication.Core.Health;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Remote;

namespace Replication.Agent.Server.Replicas;

/// <summary>What all primaries take of the server, since it listens.</summary>
internal sealed class ReplicaTraffic(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, GroupLimits> _groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Primary, string StoreFolder, ReplicaAuthentication Authentication, bool Encrypted), PrimaryTraffic> _primaries = [];
    private readonly ConcurrentDictionary<string, long> _refusals = new(StringComparer.Ordinal);
    private (long Server, long Group) _rates;
    private MonitoringSettings _monitoring = new();

    /// <summary>Of all primaries together; null for no limit.</summary>
    public ByteBudget? Rate { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Begin of the monitoring interval that it is, UTC.</summary>
    public DateTimeOffset MonitoringStart => _monitoring.StartOf(Now);

    public IReadOnlyList<PrimaryActivity> Activity => [.. _primaries.Values.Select(primary => primary.Activity).OrderBy(activity => activity.Primary, StringComparer.Ordinal)];

    public IReadOnlyDictionary<string, long> Refusals => new SortedDictionary<string, long>(_refusals, StringComparer.Ordinal);

    /// <summary>Rates apply from the next piece on, also to what is running; another monitoring interval counts anew.</summary>
    public void Apply(ReplicaServerSettings settings)
    {
        _monitoring = new MonitoringSettings { Interval = settings.MonitoringInterval, StartTime = settings.MonitoringStartTime };
        (long, long) rates = (settings.MaximumBytesPerSecond, settings.MaximumBytesPerSecondPerGroup);
        if (rates == _rates) return;
        _rates = rates;
        Rate = Budget(settings.MaximumBytesPerSecond);
        foreach (GroupLimits group in _groups.Values) group.Rate = Budget(settings.MaximumBytesPerSecondPerGroup);
    }

    public PrimaryTraffic Of(ReplicaTenant tenant, ReplicaAuthentication authentication, bool encrypted) => _primaries.GetOrAdd(
        (tenant.Primary, tenant.StoreFolder, authentication, encrypted),
        _ => new PrimaryTraffic(this, _groups.GetOrAdd(tenant.StoreFolder, _ => new GroupLimits { Rate = Budget(_rates.Group) }), tenant, authentication, encrypted));

    public void NoteRefusal(string errorId) => _refusals.AddOrUpdate(errorId, 1, static (_, count) => count + 1);

    private ByteBudget? Budget(long bytesPerSecond) => bytesPerSecond > 0 ? new ByteBudget(bytesPerSecond, time) : null;
}
