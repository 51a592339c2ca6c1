using Replication.Core.Capture;
using Replication.Core.Machines;

namespace Replication.Core.Mounts;

/// <summary>An image, with disks whose origin is known.</summary>
internal sealed class OriginImage(IMachineImage image, IReadOnlyList<CapturedDisk> disks) : IMachineImage
{
    public Machine Machine => image.Machine;

    public DateTimeOffset CapturedAt => image.CapturedAt;

    public IReadOnlyList<CapturedDisk> Disks => disks;

    public CaptureFacts Facts => image.Facts;

    public ValueTask EnsureUnchangedAsync(CancellationToken cancellationToken = default) => image.EnsureUnchangedAsync(cancellationToken);

    public ValueTask DisposeAsync() => image.DisposeAsync();
}
