using Replication.Core.Health;
using Replication.Core.Service;

namespace Replication.Agent.Dashboard.Models;

/// <summary>One machine, read for a page of its own.</summary>
/// <param name="View">As lists have it.</param>
/// <param name="Points">Its recovery points.</param>
/// <param name="Health">From those points and from the history that outlives them.</param>
/// <param name="Rpo">How old what could be recovered was over time.</param>
internal sealed record MachineDetail(MachineView View, MachinePoints Points, ReplicationHealth Health, RpoTimeline Rpo)
{
    public static async Task<MachineDetail> ReadAsync(ReplicationService service, MachineView view, TimeSpan period, TimeProvider time, CancellationToken cancellationToken)
    {
        MachinePoints points = await MachinePoints.ReadAsync(service, view.Vm, time, cancellationToken);
        var subject = new HealthSubject(view.Vm, view.Policy, points.Points)
        {
            History = (await service.Health.HistoriesAsync([view.Vm.Id], cancellationToken)).GetValueOrDefault(view.Vm.Id),
            Monitoring = await service.Health.MonitoringAsync(cancellationToken),
            PendingBytes = points.Unreachable is null ? await MachineBacklog.ReadAsync(service, view.Vm, points.Points, time, cancellationToken) : null,
        };
        DateTimeOffset now = time.GetUtcNow();
        return new MachineDetail(view, points, HealthRules.Evaluate(subject, now), RpoTimeline.Of(subject, now - period, now));
    }
}
