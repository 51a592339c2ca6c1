using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Platform;

namespace Replication.Hypervisors.Local;

/// <summary>Takes the image of a stopped machine.</summary>
internal sealed class LocalCapture(IDiskImages images, TimeProvider time, string siteFolder)
{
    /// <summary>Clones lie in the site's own folder, on the file system of the disks.</summary>
    private const string CloneFolderPrefix = ".capture-";

    public async Task<IMachineImage> CaptureAsync(
        Machine machine, MachineFolder folder, IReadOnlyCollection<string> diskIds, CancellationToken cancellationToken)
    {
        var stamps = new List<SourceStamp>();
        var disks = new List<CapturedDisk>();
        string clones = Path.Combine(siteFolder, CloneFolderPrefix + machine.Id);
        bool cloned = false;
        try
        {
            if (Directory.Exists(clones)) Directory.Delete(clones, recursive: true);
            var selected = folder.File.Disks.Where(disk => diskIds.Contains(disk.Id)).ToList();
            foreach (MachineFileDisk disk in selected)
            {
                foreach (string file in await images.FilesOfAsync(folder.PathOf(disk), disk.OpenOptions, cancellationToken))
                    stamps.Add(await SourceStamp.HoldAsync(file, time, cancellationToken));
            }

            // A start holds the files until QEMU has locked them; now that they are held here, one that was faster has its lock.
            if (selected.Select(folder.PathOf).Any(path => !DiskPath.IsUri(path) && ImageLock.IsWrittenByQemu(path))) throw Running(machine);
            DateTimeOffset instant = time.GetUtcNow();
            var views = new Dictionary<string, string>();
            // All or nothing: an image of clones and originals mixed would be held to the end all the same.
            cloned = TryCloneAll(selected, folder, clones, views);
            foreach (SourceStamp stamp in stamps) stamp.EnsureUnchanged();
            foreach (MachineFileDisk disk in selected)
            {
                IDiskView view = await images.OpenAsync(cloned ? views[disk.Id] : folder.PathOf(disk), disk.OpenOptions, cancellationToken);
                if (view is IWritableDisk) await RefuseAsync(machine, view, folder.PathOf(disk));
                disks.Add(new CapturedDisk(machine.Disks.Single(known => known.Id == disk.Id), view));
            }

            if (cloned)
            {
                foreach (SourceStamp stamp in stamps) stamp.Dispose();
                stamps.Clear();
            }

            return new LocalImage(machine, instant, disks, stamps, cloned ? clones : null);
        }
        catch
        {
            foreach (CapturedDisk disk in disks) await disk.View.DisposeAsync();
            foreach (SourceStamp stamp in stamps) stamp.Dispose();
            if (Directory.Exists(clones)) Directory.Delete(clones, recursive: true);
            throw;
        }
    }

    public static ReplicationException Running(Machine machine) => new(
        "VmRunning", $"VM {machine.Name}", "It runs and cannot be captured at one instant: a hypervisor is writing its disks, and nothing says where its monitor is.",
        "a machine that is shut down, or one whose QEMU can be reached.",
        $"Shut down {machine.Name} and run again, or name a QMP socket of its QEMU as \"qmp\" in its machine.json (docs/live.md).");

    /// <summary>There is nothing to lock at an export: that it holds still is the promise of whoever exports it read-only.</summary>
    private static async ValueTask RefuseAsync(Machine machine, IDiskView view, string path)
    {
        await view.DisposeAsync();
        throw new ReplicationException(
            "SourceWritable", path, $"The export of a disk of {machine.Name} may be written while it is read.",
            "a read-only export of a disk or snapshot that nobody writes.",
            "Export it read-only (qemu-nbd --read-only) for the capture; for a failback it is exported to be written.");
    }

    private static bool TryCloneAll(List<MachineFileDisk> disks, MachineFolder folder, string clones, Dictionary<string, string> views)
    {
        // Images with parents refer to them by path; only single raw files can be cloned away from their place.
        if (disks.Any(disk => disk.Format != "raw" || DiskPath.IsUri(disk.Path))) return false;
        Directory.CreateDirectory(clones);
        foreach (MachineFileDisk disk in disks)
        {
            string clone = Path.Combine(clones, FileNames.Safe(disk.Id) + ".raw");
            if (!FileClone.TryClone(folder.PathOf(disk), clone))
            {
                Directory.Delete(clones, recursive: true);
                return false;
            }

            views[disk.Id] = clone;
        }

        return true;
    }
}
