using System.Security.Cryptography;
using System.Text;
using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Runtime;

namespace Replication.Engine.Tests.Support;

/// <summary>
/// Everything that matters about a lab as text, with random ids replaced by what they refer to: two runs that ended
/// in the same state give equal text. Contents are hashed here, not by the product.
/// </summary>
public static class Picture
{
    /// <param name="lab">The lab.</param>
    /// <param name="evidence">Whether what was written down of it belongs to it.</param>
    public static async Task<string> TakeAsync(Lab lab, bool evidence = true)
    {
        await lab.OpenAsync();
        var text = new StringBuilder();
        IReadOnlyList<ReplicatedVM> vms = await lab.Service.Groups.ListVmsAsync();
        foreach (ReplicatedVM vm in vms)
        {
            text.AppendLine(
                $"vm {vm.Name}: {vm.ReplicationState} {vm.Direction} {vm.FailoverKind} primary {await RefAsync(lab, vm.PrimarySiteId, vm.PrimaryMachineId)}"
                + $" replica {await RefAsync(lab, vm.ReplicaSiteId, vm.ReplicaMachineId)} test {await RefAsync(lab, vm.ReplicaSiteId, vm.TestMachineId)}"
                + $" latest {await PointAsync(lab, vm, vm.LatestPointId)} failed over to {await PointAsync(lab, vm, vm.FailedOverPointId)}");
            foreach (VMEvidence chain in evidence ? await lab.Service.Evidence.VerifyAsync(vm, []) : [])
            {
                text.AppendLine($"  evidence at {chain.Place}: {string.Join(' ', Kinds(chain.Report))}");
                foreach (EvidenceFinding finding in chain.Report.Findings) text.AppendLine($"  MISSING from the evidence at {chain.Place}: {finding.Text}");
            }
        }

        await lab.CloseAsync();
        AppendSite(text, "hq", lab.Hq);
        AppendSite(text, "dr", lab.Dr);
        await AppendStoreAsync(text, "hq", lab.HqStore);
        await AppendStoreAsync(text, "dr", lab.DrStore);
        if (Directory.Exists(lab.Media))
        {
            foreach (string store in Directory.EnumerateDirectories(lab.Media)) await AppendStoreAsync(text, "media", store);
        }

        return text.ToString();
    }

    /// <summary>
    /// What the entries of a chain are, in order. A failover that was killed after its end is another failover when it is asked for again, with a
    /// machine and an entry of its own; of everything else there is one entry.
    /// </summary>
    private static IEnumerable<EvidenceKind> Kinds(EvidenceReport report)
    {
        EvidenceKind? before = null;
        foreach (EvidenceKind kind in report.Entries.Select(entry => entry.Fact.Kind))
        {
            if (kind != EvidenceKind.FailedOver || kind != before) yield return kind;
            before = kind;
        }
    }

    public static async Task<IReadOnlyDictionary<string, string>> HashPointAsync(ISnapshotStore store, RecoveryPoint point)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (RecoveryPointDisk disk in point.Disks)
        {
            await using ISnapshotReader reader = await store.OpenAsync(disk.SnapshotId);
            hashes.Add(disk.DiskId, await HashSnapshotAsync(reader));
        }

        return hashes;
    }

    /// <summary>Hashes of every point at dr or hq, oldest first.</summary>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> HashPointsAsync(string storePath)
    {
        await using IReplicaStorage store = await Tools.OpenStoreAsync(storePath, CancellationToken.None);
        var all = new List<IReadOnlyDictionary<string, string>>();
        await foreach (RecoveryPoint point in new RecoveryPointManifests(store).ListAsync()) all.Add(await HashPointAsync(store, point));
        return all;
    }

    private static async Task<string> HashSnapshotAsync(ISnapshotReader reader)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[BlockGeometry.BlockSize];
        for (long index = 0; index < BlockGeometry.BlockCount(reader.Info.Length); index++)
        {
            await reader.ReadBlockAsync(index, block);
            hash.AppendData(block, 0, BlockGeometry.BytesInBlock(reader.Info.Length, index));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendSite(StringBuilder text, string name, string folder)
    {
        foreach (string directory in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            string file = Path.GetFileName(directory);
            if (file == ".replica-store") continue;
            text.AppendLine($"{name}/{file}");
            if (file.StartsWith('.')) continue;
            foreach (string inside in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal))
            {
                if (Path.GetFileName(inside) == "machine.json") continue;
                text.AppendLine($"  {Path.GetFileName(inside)} {TestMachine.HashOf(inside)}");
            }
        }

        foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)) text.AppendLine($"{name}: stray file {file}");
    }

    private static async Task AppendStoreAsync(StringBuilder text, string name, string path)
    {
        if (!Directory.Exists(path)) return;
        await using IReplicaStorage store = await Tools.OpenStoreAsync(path, CancellationToken.None);
        var needed = new HashSet<string>();
        await foreach (RecoveryPoint point in new RecoveryPointManifests(store).ListAsync())
        {
            var hashes = await HashPointAsync(store, point);
            text.AppendLine($"{name} point of {point.VmName} planned {point.Planned} pinned {point.Pinned}: {string.Join(' ', hashes.Select(disk => $"{disk.Key}={disk.Value}"))}");
            needed.UnionWith(point.Disks.Select(disk => disk.SnapshotId));
        }

        await foreach (SnapshotInfo snapshot in ((ISnapshotStore)store).ListAsync())
        {
            if (!needed.Remove(snapshot.Id)) text.AppendLine($"{name} LEFT OVER {snapshot.State} snapshot of {snapshot.Description}");
        }

        if (needed.Count > 0) text.AppendLine($"{name} MISSING {needed.Count} snapshots");
        await foreach (string manifest in ((Replication.Core.Manifests.IManifestStore)store).ListAsync("groups/")) text.AppendLine($"{name} group point {manifest.Split('/').Length}");
    }

    private static async Task<string> RefAsync(Lab lab, string siteId, string? machineId)
    {
        if (machineId is null) return "none";
        SiteDefinition site = (await lab.Service.Sites.ListAsync()).Single(known => known.Id == siteId);
        ISite open = await lab.Service.Sites.OpenAsync(site.Name);
        return await open.FindMachineAsync(machineId) is { } machine ? $"{site.Name}/{machine.Name}" : $"{site.Name}/GONE";
    }

    private static async Task<string> PointAsync(Lab lab, ReplicatedVM vm, string? pointId)
    {
        if (pointId is null) return "none";
        var points = await lab.Service.Points.ListAsync(vm);
        int found = points.ToList().FindIndex(point => point.Id == pointId);
        return found < 0 ? "GONE" : $"#{found} of {points.Count}";
    }
}
