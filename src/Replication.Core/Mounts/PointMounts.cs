using System.Security.Cryptography;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.RecoveryPoints;
using Replication.Core.Snapshots;

namespace Replication.Core.Mounts;

/// <summary>
/// Mounts for the verbs: ensure that a point is mounted and served, and let it go again. Every step may be repeated under the
/// same id after a crash. For those whose workspace can have a host.
/// </summary>
public sealed class PointMounts(EngineServices services)
{
    private const int DefaultSectorSize = 512;
    private const int IdBytes = 5;

    private IMountHost Host => services.Mounts ?? throw new ReplicationException(
        "MountHostMissing", "This program", "It cannot serve mounts.", "the command line or the PowerShell module.");

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    public static ReplicationException NotFound(string mountId) =>
        new("MountNotFound", $"Mount {mountId}", "There is no such mount.", nextStep: "List the mounts to see which are.");

    public Task<IReadOnlyList<PointMount>> ListAsync(string? vmId = null, CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync((reader, token) => reader.ListAsync<PointMount>(ownerId: vmId, cancellationToken: token), cancellationToken);

    public Task<PointMount?> FindAsync(string mountId, CancellationToken cancellationToken = default) =>
        services.Catalog.FindAsync<PointMount>(mountId, cancellationToken);

    /// <summary>What a mount of these disks would be; nothing is written.</summary>
    /// <param name="id">From <see cref="NewId"/>, journalled by the caller so that a rerun finds the same mount.</param>
    /// <param name="point">The point.</param>
    /// <param name="parameters">Which disks, and how.</param>
    /// <param name="usedBy">What of this product needs it; null for a person's.</param>
    /// <exception cref="ReplicationException">DiskNotFound.</exception>
    public PointMount Describe(string id, RecoveryPoint point, MountPointParameters parameters, string? usedBy = null)
    {
        RecoveryPointDisk[] disks = [.. point.Disks.Where(disk => parameters.DiskId is null || disk.DiskId == parameters.DiskId)];
        if (disks.Length == 0)
        {
            throw new ReplicationException(
                "DiskNotFound", $"Recovery point {point.Id}", $"It has no disk {parameters.DiskId}.",
                string.Join(", ", point.Disks.Select(disk => disk.DiskId)));
        }

        return new PointMount
        {
            Id = id,
            VmId = point.VmId,
            VmName = point.VmName,
            PointId = point.Id,
            SourceTime = point.SourceTime,
            SiteId = point.SiteId,
            MountState = MountState.Preparing,
            Writable = parameters.Writable,
            TcpPort = parameters.TcpPort,
            UsedBy = usedBy,
            Place = Host.Place,
            CreatedAt = services.Time.GetUtcNow(),
            Disks =
            [
                .. disks.Select(disk => new MountDisk(disk.DiskId, point.StoreId, disk.SnapshotId, disk.Length, SectorSize(point.Machine, disk.DiskId))),
            ],
        };
    }

    /// <summary>Writes the mount down, makes its overlays and returns when its disks can be read. Repeating it serves what is there.</summary>
    public async Task<MountServing> EnsureServedAsync(PointMount mount, CancellationToken cancellationToken)
    {
        PointMount known = await services.Catalog.TransactAsync(
            async (transaction, token) => await transaction.FindAsync<PointMount>(mount.Id, token) ?? await transaction.InsertAsync(mount, token), cancellationToken);
        // One that is mounted has its overlays, and a host may have them open.
        if (known.MountState != MountState.Mounted) Host.Prepare(known);
        return await Host.ServeAsync(await ChangeAsync(known.Id, MountState.Mounted, cancellationToken), cancellationToken);
    }

    /// <summary>Has it served no more; its overlays stay, durable and closed.</summary>
    public async Task<PointMount> WithdrawAsync(PointMount mount, CancellationToken cancellationToken)
    {
        RequireHere(mount);
        PointMount withdrawn = await ChangeAsync(mount.Id, MountState.Dismounting, cancellationToken);
        await Host.WithdrawAsync(mount.Id, cancellationToken);
        return withdrawn;
    }

    /// <summary>Has it served no more for a while; its overlays are durable and closed, and can be captured.</summary>
    public async Task<PointMount> HoldAsync(PointMount mount, CancellationToken cancellationToken)
    {
        RequireHere(mount);
        PointMount held = await ChangeAsync(mount.Id, MountState.Held, cancellationToken);
        await Host.WithdrawAsync(mount.Id, cancellationToken);
        return held;
    }

    /// <summary>Serves a mount again that was withdrawn or held.</summary>
    public async Task<MountServing> RestoreAsync(PointMount mount, CancellationToken cancellationToken) =>
        await Host.ServeAsync(await ChangeAsync(mount.Id, MountState.Mounted, cancellationToken), cancellationToken);

    /// <summary>As <see cref="RestoreAsync"/>. Where it cannot be, whoever needs the mount next does it.</summary>
    public async Task TryRestoreAsync(PointMount mount)
    {
        try
        {
            await RestoreAsync(mount, CancellationToken.None);
        }
        catch (ReplicationException)
        {
            // It stays held, which MachineMounts.ServeAsync finds.
        }
    }

    /// <summary>Serves mounts again that a capture which was killed has left held; without them their machines are not even found.</summary>
    public async Task RestoreHeldAsync(CancellationToken cancellationToken = default)
    {
        foreach (PointMount mount in await ListAsync(cancellationToken: cancellationToken))
        {
            if (mount.MountState == MountState.Held && mount.Place == services.Mounts?.Place && await IsFreeAsync(mount)) await TryRestoreAsync(mount);
        }
    }

    /// <summary>Ends a mount with what was written to it, whatever state it is in; no error when there is none.</summary>
    public async Task RemoveAsync(string mountId, CancellationToken cancellationToken)
    {
        if (await FindAsync(mountId, cancellationToken) is not { } mount) return;
        await WithdrawAsync(mount, cancellationToken);
        Host.Discard(mount);
        await services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                if (await transaction.FindAsync<PointMount>(mountId, token) is { } present) await transaction.DeleteAsync(present, token);
                return true;
            },
            cancellationToken);
    }

    public Task<MountServing> ServingAsync(string mountId, CancellationToken cancellationToken = default) => Host.FindAsync(mountId, cancellationToken);

    /// <summary>Starts the host where it does not run, and returns when the mount's disks can be read.</summary>
    /// <exception cref="ReplicationException">MountElsewhere, and why it cannot be served.</exception>
    public async Task<MountServing> ServeAsync(PointMount mount, CancellationToken cancellationToken = default)
    {
        RequireHere(mount);
        return await Host.ServeAsync(mount, cancellationToken);
    }

    /// <summary>As <see cref="ServeAsync"/>, with what goes wrong in the answer; a mount that is not to be served is told as it is.</summary>
    public async Task<MountServing> TryServeAsync(PointMount mount, CancellationToken cancellationToken = default)
    {
        if (mount.MountState != MountState.Mounted) return MountServing.Not(mount.Id);
        try
        {
            return await ServeAsync(mount, cancellationToken);
        }
        catch (ReplicationException error)
        {
            return new MountServing(mount.Id, ServingState.Failed, [], error.ErrorId, error.Message);
        }
    }

    /// <summary>The disks of a mount that is held or withdrawn: see <see cref="MountImage"/>.</summary>
    public Task<MountImage> CaptureAsync(PointMount mount, Machine machine, CancellationToken cancellationToken = default) =>
        MountImage.OpenAsync(services, Host, mount, machine, cancellationToken);

    /// <summary>Bytes of the disks of a withdrawn mount that were written.</summary>
    public async Task<long> ChangedBytesAsync(PointMount mount, CancellationToken cancellationToken)
    {
        if (!mount.Writable) return 0;
        long bytes = 0;
        foreach (MountDisk disk in mount.Disks)
        {
            // Nothing of the base is read to tell what lies over it.
            await using IOverlayDisk overlay = Host.OpenOverlay(mount, disk, new UnreadDisk(disk));
            await foreach (Extent extent in overlay.ChangedExtentsAsync(0, disk.Length, cancellationToken)) bytes += extent.Length;
        }

        return bytes;
    }

    /// <summary>Refuses a mount that another workspace of a shared catalog has.</summary>
    /// <exception cref="ReplicationException">MountElsewhere.</exception>
    public void RequireHere(PointMount mount)
    {
        if (mount.Place == Host.Place) return;
        throw new ReplicationException(
            "MountElsewhere", $"Mount {mount.Id}", $"The host of {mount.Place} serves it and has what was written to it.", "the workspace that it was mounted in.",
            "Give the command there.");
    }

    /// <summary>A capture that goes on has the overlays open.</summary>
    private async Task<bool> IsFreeAsync(PointMount mount)
    {
        try
        {
            foreach (MountDisk disk in mount.Disks) await Host.OpenOverlay(mount, disk, new UnreadDisk(disk)).DisposeAsync();
            return true;
        }
        catch (DiskImageException)
        {
            return false;
        }
    }

    private Task<PointMount> ChangeAsync(string mountId, MountState state, CancellationToken cancellationToken) => services.Catalog.TransactAsync(
        async (transaction, token) =>
        {
            PointMount present = await transaction.FindAsync<PointMount>(mountId, token)
                ?? throw NotFound(mountId);
            return present.MountState == state ? present : await transaction.UpdateAsync(present with { MountState = state }, token);
        },
        cancellationToken);

    private static int SectorSize(Machine machine, string diskId) =>
        machine.Disks.FirstOrDefault(disk => disk.Id == diskId)?.LogicalSectorSize ?? DefaultSectorSize;
}
