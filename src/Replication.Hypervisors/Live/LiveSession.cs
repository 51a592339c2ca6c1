using Microsoft.Win32.SafeHandles;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Live;

/// <summary>
/// The hold that a capture has on one running QEMU, from the first command to the last read. Disposing takes everything out again. A capture that
/// became no image leaves not even its bitmaps; bitmaps of earlier captures are never touched, so a failure costs nothing but itself.
/// </summary>
internal sealed class LiveSession : IAsyncDisposable
{
    private readonly LiveMachine _machine;
    private readonly IReadOnlyList<LiveDisk> _disks;
    private readonly string _bitmap = LiveNames.NewBitmap();
    private bool _captured;

    private LiveSession(LiveMachine machine, CaptureFolder folder, QmpClient qmp, IReadOnlyList<LiveDisk> disks)
    {
        _machine = machine;
        _disks = disks;
        Folder = folder;
        Qmp = qmp;
        SessionPriority.Own?.BeginCapture();
    }

    public CaptureFolder Folder { get; }

    public QmpClient Qmp { get; }

    public Machine Machine => _machine.Machine;

    public CaptureRequest Request => _machine.Request;

    public LiveSockets Sockets => _machine.Sockets;

    /// <summary>Connects to the machine, puts right what a killed capture left, and finds the disks.</summary>
    public static async Task<LiveSession> OpenAsync(string site, LiveMachine machine, TimeProvider time, CancellationToken cancellationToken)
    {
        string name = machine.Machine.Name;
        CaptureFolder folder = CaptureFolder.TryHold(site, machine.Machine.Id)
            ?? throw new ReplicationException(
                "LiveCaptureInProgress", $"VM {name}", "Another process is capturing it.", "one capture at a time.", "Wait until that one has ended.");
        QmpClient? qmp = null;
        try
        {
            qmp = await QmpClient.ConnectAsync(machine.Sockets.Monitor, time: time, cancellationToken: cancellationToken);
            await GuestPause.RecoverAsync(qmp, folder, QmpClient.DefaultLimit, cancellationToken);
            await GuestFreeze.RecoverAsync(machine.Sockets.Agent, folder, name, time, cancellationToken);
            BlockGraph graph = await RemoveAsync(qmp, cancellationToken) ?? await BlockGraph.ReadAsync(qmp, cancellationToken);
            await QemuRequirements.CheckAsync(qmp, name, cancellationToken);
            IReadOnlyList<LiveDisk> disks = DiskLocator.Locate(
                graph, machine.Files, machine.Files.File.Disks.Where(disk => machine.Request.DiskIds.Contains(disk.Id)));
            // Who says what he counts from has no use for what captures began to count that became no point.
            if (machine.Request.Since is { Count: > 0 } since) await ChangeBitmaps.ReleaseAsync(qmp, graph, [.. since.Values], cancellationToken);
            return new LiveSession(machine, folder, qmp, disks);
        }
        catch
        {
            if (qmp is not null) await qmp.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Takes out of a QEMU what captures put there, save the bitmaps that somebody may count from.</summary>
    /// <returns>
    /// Its block graph where that has nothing of theirs in it, which is what a capture finds as a rule: every question is asked of the thread that serves
    /// the guest's disks as well. Null when something was taken out, and the graph is another one now.
    /// </returns>
    public static async Task<BlockGraph?> RemoveAsync(QmpClient qmp, CancellationToken cancellationToken)
    {
        await SnapshotExports.StopAsync(qmp, cancellationToken);
        BlockGraph graph = await BlockGraph.ReadAsync(qmp, cancellationToken);
        bool filtered = await SnapshotFilters.RemoveAsync(qmp, graph, cancellationToken);
        bool shown = await ChangeBitmaps.HideAsync(qmp, graph, cancellationToken);
        return filtered || shown ? null : graph;
    }

    /// <summary>Everything that may take time and that the guest does not notice.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await ChangeBitmaps.BeginAsync(Qmp, _disks, _bitmap, cancellationToken);
        await new SnapshotFilters(Qmp, Folder.Scratch).PrepareAsync(_disks, cancellationToken);
        await FlushAsync(cancellationToken);
    }

    /// <summary>The instant, for all disks of this machine.</summary>
    public Task TakeAsync(CancellationToken cancellationToken) => SnapshotFilters.TakeAsync(Qmp, _disks, cancellationToken);

    /// <summary>Opens the snapshots, each with what changed since the earlier capture where that is known.</summary>
    public async Task<IReadOnlyList<CapturedDisk>> OpenDisksAsync(IDiskImages images, CancellationToken cancellationToken)
    {
        // Holes are looked for first and what is newer is marked after it: what became a hole meanwhile is then known to be newer.
        Dictionary<LiveDisk, IReadOnlyList<Extent>> filled = _disks.Where(disk => disk.HidesHoles).ToDictionary(disk => disk, FilledExtents.Of);
        Dictionary<LiveDisk, string> since = _disks.Where(disk => Request.Since?.GetValueOrDefault(disk.DiskId) is { } earlier && disk.HasComplete(earlier))
            .ToDictionary(disk => disk, disk => Request.Since![disk.DiskId]);
        (LiveDisk Disk, string Bitmap, string Shown)[] copies =
        [
            .. since.Select(pair => (pair.Key, pair.Value, LiveNames.ChangedBitmap)), .. filled.Keys.Select(disk => (disk, _bitmap, LiveNames.NewerBitmap)),
        ];
        await ChangeBitmaps.ShowAsync(Qmp, copies, cancellationToken);
        ILookup<LiveDisk, string> shown = copies.ToLookup(copy => copy.Disk, copy => copy.Shown);
        var exports = new SnapshotExports(Qmp, Folder.Socket);
        await exports.StartAsync(_disks, shown, cancellationToken);
        var captured = new List<CapturedDisk>();
        try
        {
            foreach (LiveDisk disk in _disks)
            {
                MachineDisk described = Machine.Disks.Single(known => known.Id == disk.DiskId);
                MarkedDisk export = await images.OpenExportAsync(exports.UriOf(disk), [.. shown[disk]], described.LogicalSectorSize, cancellationToken);
                IReadOnlyList<Extent>? allocated = filled.TryGetValue(disk, out IReadOnlyList<Extent>? extents)
                    ? FilledExtents.Merge(extents, export.Marked[LiveNames.NewerBitmap])
                    : null;
                var view = new LiveDiskView(Machine.Name, disk.DiskId, export.View, allocated);
                IReadOnlyList<Extent>? changed = export.Marked.GetValueOrDefault(LiveNames.ChangedBitmap);
                captured.Add(new CapturedDisk(described, view, changed, since.GetValueOrDefault(disk), _bitmap));
            }

            _captured = true;
            return captured;
        }
        catch
        {
            foreach (CapturedDisk disk in captured) await disk.View.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await FlushAsync(CancellationToken.None);
            await RemoveAsync(Qmp, CancellationToken.None);
            if (!_captured) await ChangeBitmaps.ForgetAsync(Qmp, _bitmap, CancellationToken.None);
        }
        catch (ReplicationException)
        {
            // The machine has ended, and all of it with it; or the next capture takes it out.
        }
        finally
        {
            // Nobody waits for it: the next capture may begin before.
            _ = SessionPriority.Own?.EndCaptureAsync();
            await Qmp.DisposeAsync();
            Folder.Dispose();
        }
    }

    /// <summary>
    /// Writes out what this host caches of the disks. QEMU flushes a disk whenever the nodes above it change, and its guest waits for that; after this
    /// there is little left to wait for.
    /// </summary>
    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (LiveDisk disk in _disks)
        {
            try
            {
                using SafeFileHandle file = File.OpenHandle(disk.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                await Task.Run(() => RandomAccess.FlushToDisk(file), cancellationToken);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // QEMU does it then, and takes longer.
            }
        }
    }
}
