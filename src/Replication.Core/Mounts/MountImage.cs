using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Core.Mounts;

/// <summary>
/// What the disks of a writable mount hold, with exactly what was written to them as the extents that changed since the
/// point: the delta of a replication that begins where the point is. The mount must not be served meanwhile; its overlays are
/// held, so nothing can change.
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

    /// <param name="snapshotId">Snapshot of the point.</param>
    /// <returns>Change token that a capture of this mount counts from.</returns>
    public static string TokenOf(string snapshotId) => $"mount:{snapshotId}";

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
        if (!mount.Writable) return new CapturedDisk(described, snapshot, [], TokenOf(disk.SnapshotId));
        IOverlayDisk overlay = host.OpenOverlay(mount, disk, snapshot);
        _open.Push(overlay);
        Extent[] changed = await overlay.ChangedExtentsAsync(cancellationToken).ToArrayAsync(cancellationToken);
        return new CapturedDisk(described, overlay, changed, TokenOf(disk.SnapshotId));
    }
}
