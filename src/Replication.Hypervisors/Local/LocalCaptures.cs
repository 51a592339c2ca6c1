using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Hypervisors.Live;
using Replication.Hypervisors.Qemu.Running;

namespace Replication.Hypervisors.Local;

/// <summary>
/// Captures machines of a Local site, each the way that its state asks for: held files of one that is off, snapshots inside the QEMU of one
/// that runs, whether this site has started it or somebody else.
/// </summary>
/// <param name="images">Formats.</param>
/// <param name="time">Clock of the captures.</param>
/// <param name="site">Folder of the site.</param>
/// <param name="findRun">What is known of the last start of a machine by this site; null when there was none.</param>
/// <param name="watch">Has held guests go on when this process is killed.</param>
internal sealed class LocalCaptures(IDiskImages images, TimeProvider time, string site, Func<string, RunRecord?> findRun, IHoldWatch? watch)
{
    private readonly LocalCapture _atRest = new(images, time, site);
    private readonly LiveCapture _live = new(images, time, site, watch);

    /// <summary>All at one instant, or none: what is off does not change while the others get their snapshots.</summary>
    public async Task<IReadOnlyList<IMachineImage>> CaptureAsync(
        IReadOnlyList<(Machine Machine, MachineFolder Folder, CaptureRequest Request)> machines, CancellationToken cancellationToken)
    {
        var captured = new Dictionary<CaptureRequest, IMachineImage>(ReferenceEqualityComparer.Instance);
        try
        {
            var running = new List<LiveMachine>();
            foreach ((Machine machine, MachineFolder folder, CaptureRequest request) in machines)
            {
                if (machine.PowerState == PowerState.Running) running.Add(new LiveMachine(machine, folder, SocketsOf(folder) ?? throw LocalCapture.Running(machine), request));
                else captured[request] = await _atRest.CaptureAsync(machine, folder, request.DiskIds, cancellationToken);
            }

            IReadOnlyList<IMachineImage> live = await _live.CaptureAsync(running, cancellationToken);
            for (int index = 0; index < running.Count; index++) captured[running[index].Request] = live[index];
            return [.. machines.Select(machine => captured[machine.Request])];
        }
        catch
        {
            foreach (IMachineImage image in captured.Values) await image.DisposeAsync();
            throw;
        }
    }

    /// <summary>What was written since a capture; null for a machine that is off, whose images are not opened for this.</summary>
    public async Task<long?> PendingBytesAsync(Machine machine, MachineFolder folder, IReadOnlyDictionary<string, string> since, CancellationToken cancellationToken) =>
        machine.PowerState == PowerState.Running && SocketsOf(folder) is { } sockets ? await _live.PendingBytesAsync(sockets, since, cancellationToken) : null;

    /// <summary>Bitmaps of a machine that is off lie in its images and cost nothing; they go when it runs again.</summary>
    public async Task ReleaseAsync(Machine machine, MachineFolder folder, IReadOnlyCollection<string> keep, CancellationToken cancellationToken)
    {
        if (machine.PowerState != PowerState.Running || SocketsOf(folder) is not { } sockets) return;
        try
        {
            await _live.ReleaseAsync(machine, sockets, keep, cancellationToken);
        }
        catch (ReplicationException error) when (error.ErrorId is "QmpUnavailable" or "QmpDisconnected")
        {
            // The machine has ended since, and what there was in its QEMU with it.
        }
    }

    /// <summary>Lets a guest go on that a capture which was killed has left held.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> LetGoAsync(MachineFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await _live.LetGoAsync(folder.File.Id, folder.File.Name, SocketsOf(folder), cancellationToken);
        }
        catch (ReplicationException error) when (error.ErrorId is "QmpUnavailable" or "QmpDisconnected")
        {
            // It has ended, or somebody else talks to it; the note stays.
            return false;
        }
    }

    private LiveSockets? SocketsOf(MachineFolder folder)
    {
        if (findRun(folder.File.Id) is { Process.IsRunning: true } run) return new LiveSockets(run.Socket(RunSockets.Capture), run.Socket(RunSockets.Agent));
        return folder.File.Qmp is not { } monitor
            ? null
            : new LiveSockets(Path.GetFullPath(monitor, folder.Directory), folder.File.GuestAgent is { } agent ? Path.GetFullPath(agent, folder.Directory) : null);
    }
}
