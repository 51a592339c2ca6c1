using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Agent.Drill;

/// <summary>Looks at points and machines with the drill's own eyes and compares them with what was recorded.</summary>
internal static class DrillSite
{
    public static async Task<Machine> MachineAsync(ISite site, string name, CancellationToken cancellationToken)
    {
        await foreach (Machine machine in site.ListMachinesAsync(cancellationToken))
        {
            if (machine.Name == name) return machine;
        }

        throw new ReplicationException("DrillFailed", $"Site {site.Definition.Name}", $"It has no machine '{name}'.");
    }

    public static async Task<IReadOnlyDictionary<string, string>> HashPointAsync(ISnapshotStore store, RecoveryPoint point, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, string>();
        foreach (RecoveryPointDisk disk in point.Disks)
        {
            await using var view = new SnapshotDiskView(await store.OpenAsync(disk.SnapshotId, cancellationToken), 512);
            hashes.Add(disk.DiskId, await ContentHash.OfAsync(view, cancellationToken));
        }

        return hashes;
    }

    /// <exception cref="ReplicationException">DrillFailed at the first difference.</exception>
    public static void RequireEqual(string what, IReadOnlyDictionary<string, string> recorded, IReadOnlyDictionary<string, string> found)
    {
        foreach ((string diskId, string hash) in recorded)
        {
            if (!found.TryGetValue(diskId, out string? other)) throw new ReplicationException("DrillFailed", what, $"Disk {diskId} is missing.");
            if (other != hash) throw new ReplicationException("DrillFailed", $"{what}, disk {diskId}", $"Its content hashes to {other}.", $"{hash}, as recorded.");
        }

        if (found.Count != recorded.Count) throw new ReplicationException("DrillFailed", what, $"It has {found.Count} disks.", $"{recorded.Count}.");
    }
}
