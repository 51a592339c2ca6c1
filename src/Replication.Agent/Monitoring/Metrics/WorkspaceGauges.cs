using System.Diagnostics.Metrics;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.Service;

namespace Replication.Agent.Monitoring.Metrics;

/// <summary>Where the VMs, jobs and stores of a workspace stand, as gauges over what was last read.</summary>
internal sealed class WorkspaceGauges : IDisposable
{
    public const string MeterName = "Replication.Agent";

    /// <summary>Measuring looks at a whole store.</summary>
    private static readonly TimeSpan StoreInterval = TimeSpan.FromMinutes(10);

    private readonly ReplicationService _service;
    private readonly TimeProvider _time;
    private readonly Meter _meter;
    private IReadOnlyList<VMHealth> _vms = [];
    private IReadOnlyList<StoreHealth> _stores = [];
    private IReadOnlyDictionary<string, int> _jobs = new Dictionary<string, int>();
    private int _alerts;
    private DateTimeOffset? _storesRead;

    public WorkspaceGauges(ReplicationService service, TimeProvider time)
    {
        _service = service;
        _time = time;
        _meter = new Meter(new MeterOptions(MeterName) { Scope = this });
        PerVM("replication.rpo.age", "s", "Age of the newest accepted recovery point.", health => health.RpoAge?.TotalSeconds);
        PerVM("replication.rpo.threshold", "s", "Age that the policy allows.", health => health.RpoThreshold.TotalSeconds);
        PerVM("replication.rpo.worst", "s", "The achieved RPO of the monitoring interval.", health => health.MaximumRpoAge?.TotalSeconds);
        PerVM("replication.rpo.violations", "{window}", "Windows of the monitoring interval in which the threshold was exceeded.", health => health.Violations.Count);
        PerVM("replication.health", null, "0 not applicable, 1 normal, 2 warning, 3 critical.", health => (int)health.State);
        PerVM("replication.cycles.successful", "{cycle}", "Cycles of the monitoring interval that were replicated in time.", health => health.Cycles.Successful);
        PerVM("replication.cycles.missed", "{cycle}", "Cycles of the monitoring interval that were not.", health => health.Cycles.Missed);
        PerVM("replication.verified.age", "s", "Age of the newest recovery point that was read back or booted.", health => health.VerifiedAge?.TotalSeconds);
        PerVM("replication.throughput", "By/s", "Rate of the newest replications.", health => health.Throughput);
        _meter.CreateObservableGauge(
            "replication.jobs.open", () => _jobs.Select(job => new Measurement<int>(job.Value, new KeyValuePair<string, object?>("state", job.Key))), "{job}", "Jobs that wait or run.");
        _meter.CreateObservableGauge("replication.alerts.waiting", () => _alerts, "{alert}", "Alerts that are not delivered yet.");
        PerStore("replication.store.allocated", "Bytes that stores occupy.", store => store.Sizes?.AllocatedBytes);
        PerStore("replication.store.logical", "Lengths of the disks of all snapshots together.", store => store.Sizes?.LogicalBytes);
        PerStore("replication.store.free", "Bytes that are free where the store is.", store => store.FreeBytes);
    }

    /// <summary>Whether a meter is this one and not that of another agent of the same process.</summary>
    public bool Owns(Meter meter) => ReferenceEquals(meter, _meter);

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        _vms = await _service.Health.ListKnownAsync(cancellationToken);
        _alerts = (await _service.Alerts.WaitingAsync(cancellationToken)).Count;
        // States that nothing is in are zeros, not gaps.
        ILookup<JobState, ReplicationJob> jobs = (await _service.Jobs.ListUnderWayAsync(cancellationToken)).ToLookup(job => job.JobState);
        _jobs = new[] { JobState.Queued, JobState.Running }.ToDictionary(state => state.ToString(), state => jobs[state].Count());
        DateTimeOffset now = _time.GetUtcNow();
        if (_storesRead is { } read && now - read < StoreInterval && now >= read) return;
        _stores = await _service.Health.StoresAsync(cancellationToken);
        _storesRead = now;
    }

    public void Dispose() => _meter.Dispose();

    private void PerVM(string name, string? unit, string description, Func<ReplicationHealth, double?> value) => _meter.CreateObservableGauge(
        name,
        () => _vms.Select(vm => (vm, Value: value(vm.Health))).Where(known => known.Value is not null).Select(known => new Measurement<double>(
            known.Value!.Value, new KeyValuePair<string, object?>("vm", known.vm.VM.Name), new KeyValuePair<string, object?>("group", known.vm.Group.Name))),
        unit, description);

    private void PerStore(string name, string description, Func<StoreHealth, long?> value) => _meter.CreateObservableGauge(
        name,
        () => _stores.Select(store => (store, Value: value(store))).Where(known => known.Value is not null)
            .Select(known => new Measurement<long>(known.Value!.Value, new KeyValuePair<string, object?>("site", known.store.SiteName))),
        "By", description);
}
