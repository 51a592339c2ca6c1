using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Core.RecoveryPoints;
using Replication.Core.Reports;
using Replication.Core.Sites;

namespace Replication.Core.Service;

/// <summary>Puts reports together. A destination that cannot be read is part of a report, not its end.</summary>
public sealed class ReportCatalog(EngineServices services)
{
    private static readonly EvidenceKind[] Drills =
        [EvidenceKind.TestStarted, EvidenceKind.TestStopped, EvidenceKind.BootChecked, EvidenceKind.FailedOver, EvidenceKind.FailoverUndone, EvidenceKind.FailedBack];

    private readonly HealthCatalog _health = new(services, actor: "");
    private readonly EvidenceCatalog _evidence = new(services, actor: "");

    /// <param name="vms">Of which VMs.</param>
    /// <param name="trustedKeys">Ids of keys that are trusted beside the workspace's own.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ReplicationReport> MakeAsync(
        IReadOnlyCollection<ReplicatedVM> vms, IReadOnlyCollection<string> trustedKeys, CancellationToken cancellationToken = default)
    {
        var reported = new List<ReportedVM>();
        foreach (ReplicatedVM vm in vms)
        {
            ReplicationGroup group = await services.Inventory.GroupAsync(vm.GroupId, cancellationToken);
            try
            {
                reported.Add(await ReportAsync(vm, group, trustedKeys, cancellationToken));
            }
            catch (ReplicationException error)
            {
                reported.Add(new ReportedVM(vm.Name, vm.Id, group.Name, vm.ReplicationState.ToString(), null, $"{error.ErrorId}: {error.Message}", [], [], null));
            }
        }

        return new ReplicationReport(services.Time.GetUtcNow(), [.. reported.OrderBy(vm => vm.Group, StringComparer.Ordinal).ThenBy(vm => vm.Name, StringComparer.Ordinal)]);
    }

    private async Task<ReportedVM> ReportAsync(
        ReplicatedVM vm, ReplicationGroup group, IReadOnlyCollection<string> trustedKeys, CancellationToken cancellationToken)
    {
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        IReadOnlyList<RecoveryPoint> points = await services.Inventory.PointsAsync(site, vm, cancellationToken, []);
        IReadOnlyList<VMEvidence> chains = await _evidence.VerifyAsync(vm, trustedKeys, cancellationToken);
        EvidenceReport? evidence = chains.FirstOrDefault(chain => chain.Place == site.Definition.Name)?.Report;
        return new ReportedVM(
            vm.Name, vm.Id, group.Name, vm.ReplicationState.ToString(), await _health.OfAsync(vm, cancellationToken), null,
            [
                .. points.Select(point => new ReportedPoint(
                    point.Id, point.SourceTime, point.AcceptedTime, point.AcceptedTime - point.SourceTime, point.Consistency, point.Verification,
                    point.BootCheck?.Observation.Passed, point.Pinned, point.BytesSent)),
            ],
            [
                .. chains.SelectMany(chain => chain.Report.Entries).Where(entry => Drills.Contains(entry.Fact.Kind)).OrderBy(entry => entry.At)
                    .Select(entry => new ReportedDrill(entry.At, entry.Fact.Kind, entry.Fact.PointId, Outcome(entry.Fact))),
            ],
            evidence is null ? null : new ReportedEvidence(evidence.Entries.Count, evidence.Head, evidence.Keys, evidence.Findings));
    }

    private static string Outcome(EvidenceFact fact) => fact.Details.TryGetValue("passed", out string? passed)
        ? passed == "true" ? $"booted in {fact.Details.GetValueOrDefault("seconds")} s" : "did not boot"
        : fact.Details.TryGetValue(EvidenceDetails.MachineId, out string? machine) ? $"machine {machine}" : "";
}
