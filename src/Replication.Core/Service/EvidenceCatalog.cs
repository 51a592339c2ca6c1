using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Manifests;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Core.Service;

/// <summary>The evidence of what was done to points: reading and verifying it, and its key (docs/evidence.md).</summary>
public sealed class EvidenceCatalog(EngineServices services, string actor)
{
    /// <summary>Verifies the chains of a VM at its sites, against the workspace's copies and the manifests that are there.</summary>
    /// <param name="vm">Whose.</param>
    /// <param name="trustedKeys">Ids of keys that are trusted beside the workspace's own.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One for each site that has a chain, or should have; the present replica site first.</returns>
    public async Task<IReadOnlyList<VMEvidence>> VerifyAsync(ReplicatedVM vm, IReadOnlyCollection<string> trustedKeys, CancellationToken cancellationToken = default)
    {
        var all = new List<VMEvidence>();
        foreach (string siteId in new[] { vm.ReplicaSiteId, vm.PrimarySiteId }.Distinct())
        {
            try
            {
                ISite site = await services.Inventory.SiteAsync(siteId, cancellationToken);
                IReadOnlyList<byte[]> copy = services.Evidence?.Copy.Read(new EvidenceChainId(siteId, vm.Id)) ?? [];
                if (!site.AcceptsReplicas || await VerifyAsync(await site.OpenManifestsAsync(cancellationToken), vm.Id, copy, trustedKeys, cancellationToken) is not { } report) continue;
                all.Add(new VMEvidence(vm.Id, vm.Name, site.Definition.Name, report));
            }
            catch (ReplicationException) when (siteId == vm.PrimarySiteId)
            {
                // A primary that is lost had a chain only after a reversal; what counts is where the points are.
            }
        }

        return all;
    }

    /// <summary>Verifies what a store holds, with nothing but the ids of trusted keys.</summary>
    public async Task<IReadOnlyList<VMEvidence>> VerifyStoreAsync(
        string storePath, IReadOnlyCollection<string> trustedKeys, CancellationToken cancellationToken = default)
    {
        await using IReplicaStorage store = await services.Stores.OpenAsync(storePath, StoreAccess.Read, cancellationToken: cancellationToken);
        var all = new List<VMEvidence>();
        foreach (string vmId in await EvidenceChain.ListVMsAsync(store, cancellationToken))
        {
            if (await VerifyAsync(store, vmId, [], trustedKeys, cancellationToken) is { } report)
                all.Add(new VMEvidence(vmId, report.Entries.Count > 0 ? report.Entries[^1].Fact.VMName : vmId, storePath, report));
        }

        return all;
    }

    /// <summary>Verifies a chain that was exported.</summary>
    public EvidenceReport VerifyLines(IReadOnlyList<byte[]> lines, IReadOnlyCollection<string> trustedKeys)
    {
        string vmId = lines.Select(line => EvidenceLine.Parse(line)).OfType<EvidenceLine>().FirstOrDefault()?.Entry.Fact.VMId ?? "";
        return EvidenceVerifier.Verify(lines, Trusted(trustedKeys), vmId);
    }

    /// <summary>The lines of a VM's chain at its replica site, as they are.</summary>
    public async Task<IReadOnlyList<byte[]>> LinesAsync(ReplicatedVM vm, CancellationToken cancellationToken = default)
    {
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        return await new EvidenceChain(await site.OpenManifestsAsync(cancellationToken), vm.Id).ReadAsync(cancellationToken);
    }

    /// <summary>Gives up the entries at the replica site that are older than is set and about no point that is kept.</summary>
    /// <param name="vm">Whose.</param>
    /// <param name="trustedKeys">Ids of keys that are trusted beside the workspace's own.</param>
    /// <param name="cancellationToken">Stops it between two steps.</param>
    /// <returns>How many.</returns>
    /// <exception cref="ReplicationException">EvidenceNotRemoved, and what the destination refuses.</exception>
    public async Task<long> PruneAsync(ReplicatedVM vm, IReadOnlyCollection<string> trustedKeys, CancellationToken cancellationToken = default)
    {
        if (services.Evidence is not { } evidence) return 0;
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        IManifestStore manifests = await site.OpenManifestsAsync(cancellationToken);
        var kept = new HashSet<string>();
        await foreach (RecoveryPoint point in new RecoveryPointManifests(manifests).ListAsync(vm.Id, [], cancellationToken)) kept.Add(point.Id);
        MonitoringSettings settings = await services.Catalog.ReadAsync(MonitoringSettings.ReadAsync, cancellationToken);
        return await evidence.Retention.PruneAsync(manifests, new EvidenceChainId(vm.ReplicaSiteId, vm.Id), vm.Name, settings.EvidenceAge, kept, trustedKeys, cancellationToken);
    }

    /// <summary>Ids of the keys that this workspace signs or signed with, oldest first.</summary>
    public IReadOnlyList<string> OwnKeys => services.Evidence?.Copy.OwnKeys ?? [];

    /// <summary>Signs with a new key from now on; the present one vouches for it and is then forgotten.</summary>
    public async Task<string> RotateKeyAsync(CancellationToken cancellationToken = default)
    {
        IEvidenceKey key = services.Evidence?.Copy.RotateKey()
            ?? throw new ReplicationException("EvidenceNotKept", "This workspace", "It keeps no evidence.", "a workspace on disk.");
        await services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.AppendAuditAsync(new AuditEntry(services.Time.GetUtcNow(), actor, "RotateEvidenceKey", key.Id, "Succeeded"), token);
                return true;
            },
            cancellationToken);
        return key.Id;
    }

    private async Task<EvidenceReport?> VerifyAsync(
        IManifestStore manifests, string vmId, IReadOnlyList<byte[]> copy, IReadOnlyCollection<string> trustedKeys, CancellationToken cancellationToken)
    {
        IReadOnlyList<byte[]> lines = await new EvidenceChain(manifests, vmId).ReadAsync(cancellationToken);
        var points = new List<RecoveryPoint>();
        await foreach (RecoveryPoint point in new RecoveryPointManifests(manifests).ListAsync(vmId, [], cancellationToken)) points.Add(point);
        if (lines.Count == 0 && copy.Count == 0 && points.Count == 0) return null;
        EvidenceReport report = EvidenceVerifier.Verify(lines, Trusted(trustedKeys), vmId);
        EvidenceFinding[] more =
        [
            .. copy.Count > 0 && EvidenceVerifier.Compare(lines, copy) is { } difference ? [difference] : Array.Empty<EvidenceFinding>(),
            .. EvidenceVerifier.Compare(report, points),
        ];
        return report with { Findings = [.. report.Findings, .. more] };
    }

    private HashSet<string> Trusted(IReadOnlyCollection<string> given) => [.. OwnKeys, .. given];
}
