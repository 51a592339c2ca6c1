using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites.Remote;
using Replication.Remote.Calls;

namespace Replication.Remote.Sites;

/// <summary>A machine that a server has captured and holds.</summary>
internal sealed class RemoteImage : IMachineImage
{
    private readonly RemoteSession _session;
    private bool _closed;

    public RemoteImage(RemoteConnection connection, RemoteOptions options, RemoteSession session, int position, SessionImage image)
    {
        _session = session;
        Machine = image.Machine;
        CapturedAt = image.CapturedAt;
        Facts = image.Facts;
        Disks =
        [
            .. image.Disks.Select((disk, at) => new CapturedDisk(
                image.Machine.Disks.FirstOrDefault(known => known.Id == disk.DiskId)
                    ?? throw new SnapshotStoreException("RemoteAnswerInvalid", $"Machine {image.Machine.Id}", $"It was captured with a disk {disk.DiskId} that it has not."),
                new RemoteDisk(connection, options, $"{MachineCalls.SessionPath(session.Id)}/{position}/{at}", disk, closed: null),
                Extents(disk.Changed), disk.Since, disk.ChangeToken)),
        ];
    }

    public Machine Machine { get; }

    public DateTimeOffset CapturedAt { get; }

    public IReadOnlyList<CapturedDisk> Disks { get; }

    public CaptureFacts Facts { get; }

    public async ValueTask EnsureUnchangedAsync(CancellationToken cancellationToken = default) => await _session.CheckAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_closed) return;
        _closed = true;
        await _session.ReleaseAsync();
    }

    private static Extent[]? Extents(IReadOnlyList<long>? changed)
    {
        if (changed is null) return null;
        var extents = new Extent[changed.Count / 2];
        for (int i = 0; i < extents.Length; i++) extents[i] = new Extent(changed[2 * i], changed[2 * i + 1]);
        return extents;
    }
}
