using Amazon.EC2.Model;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Snapshots;

namespace Replication.Aws.Sites;

/// <summary>Captures instances, running or not: one call makes the snapshots of all volumes at one instant.</summary>
internal sealed class InstanceCapture(SiteParts parts, InstanceInventory inventory, VolumeSnapshots snapshots)
{
    /// <summary>What EBS volumes show; the 4 KiB of their hardware are not visible to a guest.</summary>
    public const int SectorSize = 512;

    public async Task<IMachineImage> RunAsync(
        string machineId, IReadOnlyCollection<string> diskIds, IReadOnlyDictionary<string, string>? since, CancellationToken cancellationToken)
    {
        Instance instance = await inventory.RequireAsync(machineId, cancellationToken);
        Machine machine = await inventory.DescribeAsync(instance, cancellationToken);
        Dictionary<string, MachineDisk> wanted = Wanted(machine, diskIds);
        IReadOnlyList<Snapshot> made = await snapshots.OfInstanceAsync(instance, wanted.ToDictionary(disk => disk.Key, disk => disk.Value.Id), cancellationToken);
        var disks = new List<CapturedDisk>();
        try
        {
            ISnapshotStore store = await parts.StoreAsync(cancellationToken);
            foreach (Snapshot snapshot in made.OrderBy(snapshot => wanted[snapshot.VolumeId!].Position))
                disks.Add(await OpenAsync(store, snapshot, wanted[snapshot.VolumeId!], since, cancellationToken));
            // EBS sets one start time for the snapshots of a call; should they ever differ, no disk shows less than the earliest.
            DateTimeOffset instant = made.Min(snapshot => new DateTimeOffset(DateTime.SpecifyKind(snapshot.StartTime!.Value, DateTimeKind.Utc)));
            return new CapturedInstance(machine, instant, disks, store);
        }
        catch
        {
            foreach (CapturedDisk disk in disks) await disk.View.DisposeAsync();
            foreach (Snapshot snapshot in made) await snapshots.DeleteAsync(snapshot.SnapshotId!, CancellationToken.None);
            throw;
        }
    }

    private static Dictionary<string, MachineDisk> Wanted(Machine machine, IReadOnlyCollection<string> diskIds)
    {
        var wanted = new Dictionary<string, MachineDisk>(StringComparer.Ordinal);
        foreach (string id in diskIds)
        {
            MachineDisk disk = machine.Disks.FirstOrDefault(disk => disk.Id == id)
                ?? throw new ReplicationException("DiskNotFound", $"Machine {machine.Name}", $"It has no disk {id}.", "a disk of the machine.");
            wanted[disk.Path] = disk;
        }

        return wanted;
    }

    private static async Task<CapturedDisk> OpenAsync(
        ISnapshotStore store, Snapshot snapshot, MachineDisk disk, IReadOnlyDictionary<string, string>? since, CancellationToken cancellationToken)
    {
        string id = snapshot.SnapshotId!;
        IReadOnlyList<Extent>? changed = null;
        string? before = since?.GetValueOrDefault(disk.Id);
        if (before is not null) changed = await ChangedRanges.FindAsync(store, before, id, disk.Length, cancellationToken);
        var view = new SnapshotDiskView(await store.OpenAsync(id, cancellationToken), SectorSize);
        return new CapturedDisk(disk, disk.Length < view.Length ? new DiskPrefixView(view, disk.Length) : view, changed, changed is null ? null : before, id);
    }
}
