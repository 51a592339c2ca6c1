using Replication.Core.Disks;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.RecoveryPoints;
using Replication.Core.Rules.Guests;
using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Core.Service;

/// <summary>
/// Facts about the guest of a replicated VM: from its newest recovery point, which is what would be recovered and disturbs
/// nobody, else from its disks at home while it is off.
/// </summary>
internal sealed class GuestInspection(EngineServices services)
{
    private const int DefaultSectorSize = 512;

    /// <param name="vm">Whose guest.</param>
    /// <param name="machine">At home.</param>
    /// <param name="source">Home.</param>
    /// <param name="target">Where its points are.</param>
    /// <param name="pointId">A point; null for the newest, or the disks at home where there is none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The facts, and the instant that the disks show where it is a point's.</returns>
    public async Task<(GuestFacts Facts, DateTimeOffset? TakenAt)> ReadAsync(
        ReplicatedVM vm, Machine machine, ISite source, ISite target, string? pointId, CancellationToken cancellationToken)
    {
        if (services.Guests is not { } inspector) return (GuestFacts.NothingKnown, null);
        var disks = new List<GuestDisk>();
        var open = new Stack<IAsyncDisposable>();
        try
        {
            RecoveryPoint? point = pointId is null ? await NewestAsync(vm, target, cancellationToken) : await services.Inventory.PointAsync(target, vm, pointId, cancellationToken);
            if (point is not null)
                await AddPointAsync(point, target, disks, open, cancellationToken);
            else if (machine.PowerState == PowerState.Off)
                await AddDisksAsync(vm, machine, source, disks, open, cancellationToken);
            if (disks.Count == 0) return (GuestFacts.NothingKnown, null);
            return (await inspector.InspectAsync(disks, cancellationToken: cancellationToken), point?.SourceTime);
        }
        finally
        {
            while (open.TryPop(out IAsyncDisposable? last)) await last.DisposeAsync();
        }
    }

    private async Task<RecoveryPoint?> NewestAsync(ReplicatedVM vm, ISite target, CancellationToken cancellationToken) => vm.LatestPointId is null ? null
        : await (await services.Inventory.ManifestsAsync(target, cancellationToken)).FindNewestAsync(vm.Id, cancellationToken: cancellationToken);

    private static async Task AddPointAsync(RecoveryPoint point, ISite target, List<GuestDisk> disks, Stack<IAsyncDisposable> open, CancellationToken cancellationToken)
    {
        ISnapshotStore store = await target.OpenStoreAsync(cancellationToken);
        foreach (RecoveryPointDisk disk in point.Disks)
        {
            MachineDisk? known = point.Machine.Disks.FirstOrDefault(candidate => candidate.Id == disk.DiskId);
            ISnapshotReader reader = await store.OpenAsync(disk.SnapshotId, cancellationToken);
            open.Push(reader);
            disks.Add(new GuestDisk(known?.Position ?? disks.Count, known is not null && point.Machine.BootsFrom(known), new SnapshotDiskView(reader, known?.LogicalSectorSize ?? DefaultSectorSize)));
        }
    }

    private static async Task AddDisksAsync(
        ReplicatedVM vm, Machine machine, ISite source, List<GuestDisk> disks, Stack<IAsyncDisposable> open, CancellationToken cancellationToken)
    {
        foreach (MachineDisk disk in machine.Disks.Where(disk => !vm.ExcludedDisks.Contains(disk.Id)))
        {
            IDiskView view = await source.OpenDiskAsync(machine.Id, disk.Id, cancellationToken);
            open.Push(view);
            disks.Add(new GuestDisk(disk.Position, machine.BootsFrom(disk), view));
        }
    }
}
