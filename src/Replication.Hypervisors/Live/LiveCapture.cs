using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Live;

/// <summary>Takes images of running machines (docs/live.md).</summary>
/// <param name="images">Opens the snapshots.</param>
/// <param name="time">Clock of the captures and limits.</param>
/// <param name="site">Folder of the site.</param>
/// <param name="watch">Has held guests go on when this process is killed.</param>
internal sealed class LiveCapture(IDiskImages images, TimeProvider time, string site, IHoldWatch? watch)
{
    private static readonly TimeSpan PendingLimit = TimeSpan.FromSeconds(2);

    /// <summary>All machines at one instant, or none.</summary>
    public async Task<IReadOnlyList<IMachineImage>> CaptureAsync(IReadOnlyList<LiveMachine> machines, CancellationToken cancellationToken)
    {
        var sessions = new List<LiveSession>();
        var captured = new List<IMachineImage>();
        try
        {
            foreach (LiveMachine machine in machines) sessions.Add(await LiveSession.OpenAsync(site, machine, time, cancellationToken));
            foreach (LiveSession session in sessions) await session.PrepareAsync(cancellationToken);
            var instant = new LiveInstant(sessions, time);
            using (instant.Holds ? watch?.Begin(site, [.. sessions.SelectMany(session => session.Folder.Notes)]) : null)
                await instant.TakeAsync(cancellationToken);
            foreach (LiveSession session in sessions)
                captured.Add(new LiveImage(session, instant.At, instant.FactsOf(session), await session.OpenDisksAsync(images, cancellationToken)));
            return captured;
        }
        catch
        {
            foreach (IMachineImage image in captured) await image.DisposeAsync();
            foreach (LiveSession session in sessions.Skip(captured.Count)) await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets a guest go on that a capture which was killed has left held.</summary>
    /// <param name="machineId">Whose guest.</param>
    /// <param name="name">Its name.</param>
    /// <param name="sockets">Where it is reached; null when it does not run: it stands still no more than any that is off.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False when there is none, or when it is being captured.</returns>
    public async Task<bool> LetGoAsync(string machineId, string name, LiveSockets? sockets, CancellationToken cancellationToken)
    {
        if (!CaptureFolder.IsNoted(site, machineId)) return false;
        using CaptureFolder? folder = CaptureFolder.TryHold(site, machineId);
        if (folder is null) return false;
        if (sockets is null)
        {
            foreach (GuestHold hold in Enum.GetValues<GuestHold>()) folder.Forget(hold);
            return false;
        }

        await using QmpClient qmp = await QmpClient.ConnectAsync(sockets.Monitor, time: time, cancellationToken: cancellationToken);
        await GuestPause.RecoverAsync(qmp, folder, QmpClient.DefaultLimit, cancellationToken);
        await GuestFreeze.RecoverAsync(sockets.Agent, folder, name, time, cancellationToken);
        return !CaptureFolder.IsNoted(site, machineId);
    }

    /// <summary>
    /// What was written since a capture. The monitor serves one at a time: while a capture is under way nobody knows, and this does not wait for it.
    /// </summary>
    /// <param name="sockets">Of the machine.</param>
    /// <param name="since">By disk id, the capture's change token.</param>
    /// <param name="cancellationToken">Stops the question.</param>
    public async Task<long?> PendingBytesAsync(LiveSockets sockets, IReadOnlyDictionary<string, string> since, CancellationToken cancellationToken)
    {
        await using QmpClient qmp = await QmpClient.ConnectAsync(sockets.Monitor, PendingLimit, time, cancellationToken);
        DirtyBitmap[] bitmaps = [.. (await BlockGraph.ReadAsync(qmp, cancellationToken)).Nodes.SelectMany(node => node.Bitmaps).Where(bitmap => since.Values.Contains(bitmap.Name))];
        return bitmaps.Length == since.Count && bitmaps.All(bitmap => bitmap.IsComplete) ? bitmaps.Sum(bitmap => bitmap.Bytes) : null;
    }

    /// <summary>
    /// Removes what captures of a running machine left, save the bitmaps that the tokens name. While another one is under way nothing is removed: the
    /// release after that one does it.
    /// </summary>
    public async Task ReleaseAsync(Machine machine, LiveSockets sockets, IReadOnlyCollection<string> keep, CancellationToken cancellationToken)
    {
        using CaptureFolder? folder = CaptureFolder.TryHold(site, machine.Id);
        if (folder is null) return;
        await using QmpClient qmp = await QmpClient.ConnectAsync(sockets.Monitor, time: time, cancellationToken: cancellationToken);
        await GuestPause.RecoverAsync(qmp, folder, QmpClient.DefaultLimit, cancellationToken);
        BlockGraph graph = await LiveSession.RemoveAsync(qmp, cancellationToken) ?? await BlockGraph.ReadAsync(qmp, cancellationToken);
        await ChangeBitmaps.ReleaseAsync(qmp, graph, keep, cancellationToken);
    }
}
