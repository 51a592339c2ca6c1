using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Machines;

namespace Replication.Core.Mounts;

/// <summary>
/// Captures of machines that run from mounted points. What was written to the overlays is known to the byte, so it goes with the image as the
/// origin of its disks. A machine that is off is captured from its overlays: there is nothing to lock at an export.
/// </summary>
internal sealed class MountCaptures(EngineServices services)
{
    private readonly MachineMounts _machines = new(services);
    private readonly PointMounts _mounts = new(services);

    /// <summary>Holds the disks of a machine that is off, which can then not be started.</summary>
    /// <returns>Null when it runs, or when not all of the disks are one mount of this workspace.</returns>
    public async Task<IMachineImage?> TryHoldAsync(Machine machine, IReadOnlyCollection<string> diskIds, CancellationToken cancellationToken)
    {
        if (machine.PowerState == PowerState.Running || await FindAsync(machine, cancellationToken) is not { } mount) return null;
        IReadOnlyList<MountDisk> served = await DisksOfAsync(mount, machine, cancellationToken);
        if (diskIds.Except(served.Select(disk => disk.DiskId)).Any()) return null;
        PointMount held = await _mounts.HoldAsync(mount, cancellationToken);
        MountImage? image = null;
        try
        {
            image = await _mounts.CaptureAsync(held with { Disks = [.. held.Disks.Where(disk => diskIds.Contains(disk.DiskId))] }, machine, cancellationToken);
            return new HeldMountImage(_mounts, held, image);
        }
        catch
        {
            await _mounts.TryRestoreAsync(held);
            throw;
        }
    }

    /// <summary>
    /// Adds to the image of a machine that runs what its disks come from. Asked for after the instant, so nothing that was written before it is
    /// missing; what came after it is read for nothing.
    /// </summary>
    public async Task<IMachineImage> WithOriginsAsync(IMachineImage image, CancellationToken cancellationToken)
    {
        try
        {
            if (image.Machine.PowerState != PowerState.Running || await FindAsync(image.Machine, cancellationToken) is not { } mount) return image;
            IReadOnlyList<MountDisk> served = await DisksOfAsync(mount, image.Machine, cancellationToken);
            var disks = new List<CapturedDisk>();
            foreach (CapturedDisk disk in image.Disks)
            {
                MountDisk? known = served.FirstOrDefault(present => present.DiskId == disk.Disk.Id);
                disks.Add(known is null ? disk : disk with { Origin = await OriginAsync(mount, known, disk.Disk.Path, cancellationToken) });
            }

            return new OriginImage(image, disks);
        }
        catch (ReplicationException)
        {
            // Nothing that serves the mount says what was written, or not in this version: the disks are compared.
            return image;
        }
    }

    private async Task<PointMount?> FindAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (services.Mounts is null || !machine.Disks.Any(disk => DiskPath.IsUri(disk.Path))) return null;
        PointMount[] found =
        [
            .. (await _machines.ListAsync(machine.Id, cancellationToken)).Where(
                mount => mount is { Writable: true, MountState: MountState.Mounted or MountState.Held } && mount.Place == services.Mounts.Place),
        ];
        return found is [PointMount only] ? only : null;
    }

    /// <summary>Disks of the machine that are the mount's: their paths are its addresses. One that was settled has another path.</summary>
    private async Task<IReadOnlyList<MountDisk>> DisksOfAsync(PointMount mount, Machine machine, CancellationToken cancellationToken)
    {
        MountServing serving = mount.MountState == MountState.Held ? await _mounts.RestoreAsync(mount, cancellationToken)
            : await _mounts.ServeAsync(mount, cancellationToken);
        return
        [
            .. mount.Disks.Where(disk => serving.Exports.FirstOrDefault(export => export.DiskId == disk.DiskId) is { } export
                && machine.Disks.Any(present => present.Id == disk.DiskId && present.Path == export.Uri)),
        ];
    }

    private async Task<DiskOrigin> OriginAsync(PointMount mount, MountDisk disk, string uri, CancellationToken cancellationToken)
    {
        MarkedDisk marked = await services.Images.OpenExportAsync(uri, [IOverlayDisk.WrittenBitmap], disk.LogicalSectorSize, cancellationToken);
        await using (marked.View) return mount.OriginOf(disk, marked.Marked[IOverlayDisk.WrittenBitmap]);
    }
}
