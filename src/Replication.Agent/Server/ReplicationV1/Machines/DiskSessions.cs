using Replication.Agent.Server.Hosting;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Core.Sites.Remote;

namespace Replication.Agent.Server.ReplicationV1.Machines;

/// <summary>
/// What is held open for clients, by the id that the client chose: a repeated order finds what the first one opened. What nobody has asked for in a while
/// is closed, because a capture keeps others from the machine and a client may never come back.
/// </summary>
internal sealed class DiskSessions(TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Region, string Id), DiskSession> _open = [];

    /// <summary>Opens what is ordered, unless it is open.</summary>
    public async Task<SessionDocument> OpenAsync(ServerRegion region, string id, SessionOrder order, ISite site, CancellationToken cancellationToken)
    {
        await CloseIdleAsync();
        lock (_lock)
        {
            if (_open.TryGetValue((region.Name, id), out DiskSession? present)) return present.Document;
        }

        DiskSession session = order switch
        {
            { Captures: { Count: > 0 } captures, Disk: null } => await CaptureAsync(site, captures, cancellationToken),
            { Captures: null, Disk: { } disk } => await OpenDiskAsync(site, disk, cancellationToken),
            _ => throw V1Errors.Parameter("An order has either captures or a disk."),
        };
        session.Enter(time.GetUtcNow());
        session.Leave(time.GetUtcNow());
        lock (_lock) _open[(region.Name, id)] = session;
        return session.Document;
    }

    /// <summary>Dispose of what is returned when the request is done with it.</summary>
    public SessionUse Use(ServerRegion region, string id)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue((region.Name, id), out DiskSession? session)) throw MachineErrors.NoSession(id);
            session.Enter(time.GetUtcNow());
            return new SessionUse(session, time);
        }
    }

    public async Task CloseAsync(ServerRegion region, string id)
    {
        DiskSession? session;
        lock (_lock) _open.Remove((region.Name, id), out session);
        if (session is not null) await session.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await CloseAsync(_ => true);

    private Task CloseIdleAsync()
    {
        DateTimeOffset now = time.GetUtcNow();
        return CloseAsync(session => session.IsIdle && now - session.LastUsed >= LongestIdle);
    }

    private async Task CloseAsync(Predicate<DiskSession> isDue)
    {
        DiskSession[] due;
        lock (_lock)
        {
            var ids = _open.Where(entry => isDue(entry.Value)).ToList();
            due = [.. ids.Select(entry => entry.Value)];
            foreach (var entry in ids) _open.Remove(entry.Key);
        }

        foreach (DiskSession session in due) await session.DisposeAsync();
    }

    private static async Task<DiskSession> CaptureAsync(ISite site, IReadOnlyList<CaptureRequest> requests, CancellationToken cancellationToken)
    {
        IReadOnlyList<IMachineImage> images = site is IInstantCapture instant
            ? await instant.CaptureTogetherAsync(requests, cancellationToken)
            : [await site.CaptureAsync(requests.Single().MachineId, requests.Single().DiskIds, requests.Single().Since, cancellationToken)];
        var document = new SessionDocument([.. images.Select(image => new SessionImage(image.Machine, image.CapturedAt, image.Facts, [.. image.Disks.Select(Describe)]))]);
        return new DiskSession(document, images, [.. images.Select(image => (IReadOnlyList<IDiskView>)[.. image.Disks.Select(disk => disk.View)])]);
    }

    private async Task<DiskSession> OpenDiskAsync(ISite site, DiskOrder order, CancellationToken cancellationToken)
    {
        Machine machine = await site.FindMachineAsync(order.MachineId, cancellationToken) ?? throw MachineErrors.MachineNotFound(order.MachineId);
        IDiskView view = await site.OpenDiskAsync(order.MachineId, order.DiskId, cancellationToken);
        var image = new SessionImage(machine, time.GetUtcNow(), CaptureFacts.AtRest, [new SessionDisk(order.DiskId, view.Length, view.LogicalSectorSize, view.Format)]);
        return new DiskSession(new SessionDocument([image]), [], [[view]]);
    }

    private static SessionDisk Describe(CapturedDisk disk) => new(
        disk.Disk.Id, disk.View.Length, disk.View.LogicalSectorSize, disk.View.Format,
        disk.ChangedExtents is null ? null : [.. disk.ChangedExtents.SelectMany(extent => (long[])[extent.Offset, extent.Length])], disk.Since, disk.ChangeToken);
}
