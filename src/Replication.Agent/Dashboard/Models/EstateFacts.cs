using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Service;

namespace Replication.Agent.Dashboard.Models;

/// <summary>
/// Newest points and missed cycles of all VMs, looked up again only where a VM has a new point: of ten thousand machines that are a few
/// hundred per reading. Histories are long, so a reading takes as many as it can in a bounded time, and the next ones take the rest.
/// </summary>
internal sealed class EstateFacts(ReplicationService service, TimeProvider time)
{
    /// <summary>Rows that are looked up in one transaction of the catalog.</summary>
    private const int LookupsAtOnce = 200;

    private static readonly TimeSpan JudgingTime = TimeSpan.FromMilliseconds(500);

    private Dictionary<string, MachineFacts> _facts = new(StringComparer.Ordinal);

    public MachineFacts? Find(ReplicatedVM vm) => _facts.GetValueOrDefault(vm.Id);

    public async Task RefreshAsync(IReadOnlyList<ReplicatedVM> vms, Func<ReplicatedVM, ReplicationPolicy> policyOf, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<string, MachineFacts>(vms.Count, StringComparer.Ordinal);
        var missing = new List<ReplicatedVM>();
        foreach (ReplicatedVM vm in vms)
        {
            if (vm.LatestPointId is not { } id) continue;
            if (_facts.TryGetValue(vm.Id, out MachineFacts? known) && known.PointId == id && known.Newest is not null) facts[vm.Id] = known;
            else missing.Add(vm);
        }

        foreach (ReplicatedVM[] some in missing.Chunk(LookupsAtOnce))
        {
            IReadOnlyList<RecoveryPoint> points = await service.Points.FindKnownAsync([.. some.Select(vm => vm.LatestPointId!)], cancellationToken);
            Dictionary<string, RecoveryPoint> byVm = points.ToDictionary(point => point.VmId);
            // Ages follow from times alone; the disks of ten thousand machines would be memory for nothing.
            foreach (ReplicatedVM vm in some) facts[vm.Id] = new MachineFacts(vm.LatestPointId!, byVm.TryGetValue(vm.Id, out RecoveryPoint? point) ? point with { Disks = [] } : null);
        }

        _facts = facts;
        await JudgeAsync([.. vms.Where(vm => facts.TryGetValue(vm.Id, out MachineFacts? known) && !known.IsJudged)], policyOf, cancellationToken);
    }

    private async Task JudgeAsync(IReadOnlyList<ReplicatedVM> vms, Func<ReplicatedVM, ReplicationPolicy> policyOf, CancellationToken cancellationToken)
    {
        if (vms.Count == 0) return;
        MonitoringSettings monitoring = await service.Health.MonitoringAsync(cancellationToken);
        long begun = time.GetTimestamp();
        foreach (ReplicatedVM[] some in vms.Chunk(LookupsAtOnce))
        {
            IReadOnlyDictionary<string, ReplicationHistory> histories = await service.Health.HistoriesAsync([.. some.Select(vm => vm.Id)], cancellationToken);
            DateTimeOffset now = time.GetUtcNow();
            foreach (ReplicatedVM vm in some)
            {
                var subject = new HealthSubject(vm, policyOf(vm), []) { History = histories.GetValueOrDefault(vm.Id), Monitoring = monitoring };
                HealthFinding? cycles = subject.History is null
                    ? null : HealthRules.Evaluate(subject, now).Findings.FirstOrDefault(finding => finding.Id == HealthIds.CyclesMissed);
                _facts[vm.Id] = _facts[vm.Id] with { IsJudged = true, Cycles = cycles };
            }

            if (time.GetElapsedTime(begun) > JudgingTime) return;
        }
    }
}
