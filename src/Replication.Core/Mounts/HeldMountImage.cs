using Replication.Core.Capture;
using Replication.Core.Machines;

namespace Replication.Core.Mounts;

/// <summary>An image of a machine that is off, out of its mount, which is served again when the image is disposed of.</summary>
internal sealed class HeldMountImage(PointMounts mounts, PointMount held, MountImage image) : IMachineImage
{
    public Machine Machine => image.Machine;

    public DateTimeOffset CapturedAt => image.CapturedAt;

    public IReadOnlyList<CapturedDisk> Disks => image.Disks;

    public ValueTask EnsureUnchangedAsync(CancellationToken cancellationToken = default) => image.EnsureUnchangedAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await image.DisposeAsync();
        await mounts.TryRestoreAsync(held);
    }
}
