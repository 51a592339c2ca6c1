using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Core.Mounts;

/// <summary>
/// What the disks of a mount hold, with the point and exactly what was written to them as their origin. The mount must not be served meanwhile; its
/// overlays are held, so nothing can change.
/// </summary>
public sealed class MountImage : IMachineImage
{
    private readonly Stack<IAsyncDisposable> _open = new();

    private MountImage(Machine machine, DateTimeOffset capturedAt)
    {
        Machine = machine;
        CapturedAt = capturedAt;
    }

    public Machine Machine { get; }

    public DateTimeOffset CapturedAt { get; }

    public IReadOnlyList<CapturedDisk> Disks { get; private set; } = [];

    internal static async Task<MountImage> OpenAsync(
        EngineServices services, IMountHost host, PointMount mount, Machine machine, CancellationToken cancellationToken)
    {
        var image = new MountImage(machine, services.Time.GetUtcNow());
        try
        {
            ISite site = await services.Inventory.SiteAsync(mount.SiteId, cancellationToken);
            ISnapshotStore store = await site.OpenStoreAsync(cancellationToken);
            var disks = new List<CapturedDisk>();
            foreach (MountDisk disk in mount.Disks) disks.Add(await image.OpenAsync(host, mount, disk, store, cancellationToken));
            image.Disks = disks;
            return image;
        }
        catch
        {
            await image.DisposeAsync();
            throw;
        }
    }

    public ValueTask EnsureUnchangedAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        while (_open.TryPop(out IAsyncDisposable? last)) await last.DisposeAsync();
    }

    private async Task<CapturedDisk> OpenAsync(IMountHost host, PointMount mount, MountDisk disk, ISnapshotStore store, CancellationToken cancellationToken)
    {
        MachineDisk described = Machine.Disks.First(known => known.Id == disk.DiskId);
        var snapshot = new SnapshotDiskView(await store.OpenAsync(disk.SnapshotId, cancellationToken), disk.LogicalSectorSize);
        _open.Push(snapshot);
        if (!mount.Writable) return new CapturedDisk(described, snapshot) { Origin = mount.OriginOf(disk, []) };
        IOverlayDisk overlay = host.OpenOverlay(mount, disk, snapshot);
        _open.Push(overlay);
        Extent[] changed = await overlay.ChangedExtentsAsync(0, disk.Length, cancellationToken).ToArrayAsync(cancellationToken);
        return new CapturedDisk(described, overlay) { Origin = mount.OriginOf(disk, changed) };
    }
}
