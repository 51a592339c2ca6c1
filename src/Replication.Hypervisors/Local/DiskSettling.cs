using Replication.Core.Disks;
using Replication.Core.Platform;
using Replication.Core.Sites;
using Replication.Core.Transfer;
using Replication.Hypervisors.Qemu.Running;

namespace Replication.Hypervisors.Local;

/// <summary>
/// Puts raw files of a machine's own in the place of disks that it reaches over NBD. machine.json says which of them counts: a file that it does not
/// name is a copy that was not finished, and is begun anew.
/// </summary>
internal sealed class DiskSettling(QemuHypervisor hypervisor, IDiskImages images, TimeProvider time, IHoldWatch? watch)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(
        MachineFolder folder, IReadOnlyCollection<string> diskIds, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        MachineFileDisk[] mounted = Mounted(folder, diskIds);
        RunFolder run = hypervisor.FolderOf(folder.File.Id);
        LiveCopies copies;
        using (await run.LockAsync(time, cancellationToken))
        {
            RunRecord? record = hypervisor.FindRunning(folder.File.Id) ?? MachineStart.Adopt(run);
            if (record is null)
            {
                // The lock keeps it from being started half-way.
                foreach (MachineFileDisk disk in mounted) folder = await CopyAsync(folder, disk, progress, cancellationToken);
                return;
            }

            await FinishAsync(folder, diskIds, mounted, record, cancellationToken);
            if (mounted.Length == 0) return;
            copies = new LiveCopies(record, FilesOf(folder, mounted), time);
            await copies.EnsureBegunAsync(cancellationToken);
        }

        // Not under the lock: the machine may be stopped meanwhile.
        await FollowAsync(folder, copies, progress, cancellationToken);
        using (await run.LockAsync(time, cancellationToken)) await SwitchAsync(folder, run, copies, mounted);
    }

    /// <summary>Ends a change over to the copies that was killed, or takes it back where none is in use yet; the guest goes on in either case.</summary>
    /// <returns>False when there is none, or when somebody is at work on the machine.</returns>
    public async Task<bool> LetGoAsync(MachineFolder folder, CancellationToken cancellationToken)
    {
        RunFolder run = hypervisor.FolderOf(folder.File.Id);
        if (run.ReadSwitch() is null) return false;
        using IDisposable? held = run.TryLock();
        if (held is null || run.ReadSwitch() is not { } diskIds) return false;
        if (hypervisor.FindRunning(folder.File.Id) is not { } record)
        {
            run.ForgetSwitch();
            return false;
        }

        MachineFileDisk[] mounted = Mounted(folder, diskIds);
        await FinishAsync(folder, diskIds, mounted, record, cancellationToken);
        if (mounted.Length > 0)
        {
            var copies = new LiveCopies(record, FilesOf(folder, mounted), time);
            if (await copies.AnyInUseAsync(cancellationToken)) await SwitchAsync(folder, run, copies, mounted);
            else await copies.ContinueAsync(cancellationToken);
        }

        run.ForgetSwitch();
        return true;
    }

    /// <summary>Ends what is under way; disks that machine.json names already stay.</summary>
    public async Task CancelAsync(MachineFolder folder, IReadOnlyCollection<string> diskIds, CancellationToken cancellationToken)
    {
        MachineFileDisk[] mounted = Mounted(folder, diskIds);
        RunFolder run = hypervisor.FolderOf(folder.File.Id);
        using IDisposable held = await run.LockAsync(time, cancellationToken);
        if ((hypervisor.FindRunning(folder.File.Id) ?? MachineStart.Adopt(run)) is { } record)
        {
            await FinishAsync(folder, diskIds, mounted, record, cancellationToken);
            var copies = new LiveCopies(record, FilesOf(folder, mounted), time);
            // One that the machine uses already and that is not written down yet cannot be taken back.
            if (mounted.Length > 0 && await copies.AnyInUseAsync(cancellationToken))
            {
                await SwitchAsync(folder, run, copies, mounted);
                return;
            }

            await copies.CancelAsync(cancellationToken);
        }

        foreach (string file in FilesOf(folder, mounted).Values) File.Delete(file);
    }

    private async Task SwitchAsync(MachineFolder folder, RunFolder run, LiveCopies copies, MachineFileDisk[] mounted)
    {
        using IDisposable? watched = watch?.Begin(hypervisor.SiteFolder, [run.SwitchFile]);
        run.NoteSwitch(mounted.Select(disk => disk.Id));
        await copies.SwitchAsync(disks => Commit(folder, [.. mounted.Where(disk => disks.Contains(disk.Id))]));
        run.ForgetSwitch();
    }

    private async Task FinishAsync(
        MachineFolder folder, IReadOnlyCollection<string> diskIds, MachineFileDisk[] mounted, RunRecord record, CancellationToken cancellationToken)
    {
        MachineFileDisk[] own = [.. folder.File.Disks.Where(disk => diskIds.Contains(disk.Id) && !mounted.Contains(disk))];
        if (own.Length > 0) await new LiveCopies(record, FilesOf(folder, own), time).FinishAsync(cancellationToken);
    }

    private async Task FollowAsync(MachineFolder folder, LiveCopies copies, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            IReadOnlyList<CopyJob> jobs = await copies.LookAsync(cancellationToken);
            Report(folder, jobs.Sum(job => job.Done), jobs.Sum(job => job.Total), progress);
            if (jobs.All(job => job.IsReady || job.IsOver)) return;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<MachineFolder> CopyAsync(
        MachineFolder folder, MachineFileDisk disk, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        string file = FileOf(folder, disk);
        File.Delete(file);
        await using IDiskView content = await images.OpenAsync(folder.PathOf(disk), disk.OpenOptions, cancellationToken);
        await images.CreateAsync(
            file, DiskFormat.Raw, content, new CallbackProgress<long>(done => Report(folder, done, content.Length, progress)), cancellationToken);
        return Commit(folder, [disk]);
    }

    private static void Report(MachineFolder folder, long done, long total, IProgress<TransferProgress>? progress) =>
        progress?.Report(new TransferProgress($"{folder.File.Name}: copying disks", Math.Min(done, total), total, done, 0));

    private static MachineFolder Commit(MachineFolder folder, IReadOnlyCollection<MachineFileDisk> settled)
    {
        MachineFolder changed = folder with
        {
            File = folder.File with
            {
                Disks = [.. folder.File.Disks.Select(disk => settled.Contains(disk) ? disk with { Path = Path.GetFileName(FileOf(folder, disk)) } : disk)],
            },
        };
        changed.Write();
        return changed;
    }

    private static MachineFileDisk[] Mounted(MachineFolder folder, IReadOnlyCollection<string> diskIds) =>
        [.. folder.File.Disks.Where(disk => diskIds.Contains(disk.Id) && DiskPath.IsUri(folder.PathOf(disk)))];

    private static Dictionary<string, string> FilesOf(MachineFolder folder, IEnumerable<MachineFileDisk> disks) =>
        disks.ToDictionary(disk => disk.Id, disk => FileOf(folder, disk));

    private static string FileOf(MachineFolder folder, MachineFileDisk disk) => Path.Combine(folder.Directory, $"{FileNames.Safe(disk.Id)}.raw");
}
