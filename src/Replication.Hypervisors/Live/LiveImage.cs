using Replication.Core.Capture;
using Replication.Core.Machines;

namespace Replication.Hypervisors.Live;

/// <summary>A running machine as it was at one instant. Its guest writes on, and disposing ends the copying of what it overwrites.</summary>
internal sealed class LiveImage(LiveSession session, DateTimeOffset capturedAt, CaptureFacts facts, IReadOnlyList<CapturedDisk> disks) : IMachineImage
{
    public Machine Machine => session.Machine;

    public DateTimeOffset CapturedAt => capturedAt;

    public IReadOnlyList<CapturedDisk> Disks => disks;

    public CaptureFacts Facts => facts;

    /// <summary>QEMU refuses every read of a snapshot that it has given up, so what was read was right; there is nothing left to ask.</summary>
    public ValueTask EnsureUnchangedAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (CapturedDisk disk in disks) await disk.View.DisposeAsync();
        await session.DisposeAsync();
    }
}
