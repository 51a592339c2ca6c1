using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Mounts;
using Replication.Runtime.Hosting;

namespace Replication.Runtime.Mounts;

/// <summary>Mounts as those see them who are not the host: they ask it, and start it where there is none.</summary>
internal sealed class HostMounts(string workspace, string? place, IDiskOverlays overlays, TimeProvider time) : IMountHost
{
    /// <summary>Opening a file store takes milliseconds; one in a cloud that throttles us, a while.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly MountFolders _folders = new(workspace);
    private readonly WorkspaceHost _host = new(workspace);

    public string? Place => place;

    public void Prepare(PointMount mount)
    {
        if (!mount.Writable) return;
        foreach (MountDisk disk in mount.Disks) overlays.Create(_folders.Of(mount, disk), BaseOf(disk));
    }

    public async Task<MountServing> ServeAsync(PointMount mount, CancellationToken cancellationToken = default)
    {
        long begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < Patience)
        {
            // Each time: a host that was just ending when it was first asked is followed by another.
            await _host.EnsureRunningAsync(cancellationToken);
            MountServing serving = await FindAsync(mount.Id, cancellationToken);
            if (serving.State == ServingState.Served) return serving;
            if (serving.State == ServingState.Failed) throw new ReplicationException(serving.ErrorId!, $"Mount {mount.Id}", serving.Error!);
            await Task.Delay(PollInterval, time, cancellationToken);
        }

        throw new ReplicationException(
            "MountNotServed", $"Mount {mount.Id}", $"The host has not opened it within {Patience.TotalSeconds:0} s.", "a store that answers.",
            $"{new HostFolder(workspace).Log} says what the host did.");
    }

    public async Task<MountServing> FindAsync(string mountId, CancellationToken cancellationToken = default) =>
        await _host.FindMountAsync(mountId, cancellationToken) ?? MountServing.Not(mountId);

    public async Task WithdrawAsync(string mountId, CancellationToken cancellationToken = default)
    {
        MountServing serving = await FindAsync(mountId, cancellationToken);
        while (serving.State != ServingState.NotServed)
        {
            await Task.Delay(PollInterval, time, cancellationToken);
            serving = await FindAsync(mountId, cancellationToken);
        }
    }

    public IOverlayDisk OpenOverlay(PointMount mount, MountDisk disk, IDiskView snapshot) => overlays.Open(_folders.Of(mount, disk), BaseOf(disk), snapshot);

    public void Discard(PointMount mount) => overlays.Delete(_folders.Of(mount));

    private static OverlayBase BaseOf(MountDisk disk) => new(disk.ContentId, disk.Length);
}
