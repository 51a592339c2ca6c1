using Replication.Core.Capture;
using Replication.Core.Machines;
using Replication.Core.Snapshots;

namespace Replication.Aws.Sites;

/// <summary>An instance as the snapshots of its volumes show it. They stay when it is closed: the next capture counts from them.</summary>
internal sealed class CapturedInstance(Machine machine, DateTimeOffset capturedAt, IReadOnlyList<CapturedDisk> disks, ISnapshotStore store) : IMachineImage
{
    public Machine Machine => machine;

    public DateTimeOffset CapturedAt => capturedAt;

    public IReadOnlyList<CapturedDisk> Disks => disks;

    /// <summary>Snapshots never change; one that somebody deleted meanwhile is no base for the next capture (SnapshotNotFound).</summary>
    public async ValueTask EnsureUnchangedAsync(CancellationToken cancellationToken = default)
    {
        foreach (CapturedDisk disk in disks) await store.DescribeAsync(disk.ChangeToken!, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (CapturedDisk disk in disks) await disk.View.DisposeAsync();
    }
}
