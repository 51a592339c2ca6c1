using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Core.Sites;

namespace Replication.Hypervisors.Local;

/// <summary>Opens disks of stopped machines to be made equal to another content, each the way its format allows.</summary>
internal sealed class DiskTargets(IDiskImages images, MachineDescriber describer)
{
    /// <exception cref="ReplicationException">PrimaryMustStayOff.</exception>
    public async Task<IDiskTarget> OpenAsync(MachineFolder folder, MachineFileDisk disk, long length, CancellationToken cancellationToken)
    {
        string path = folder.PathOf(disk);
        RequireOff(folder, disk);
        if (DiskPath.IsUri(path))
        {
            return await WritableDiskTarget.OpenAsync(path, await images.OpenWritableAsync(path, disk.OpenOptions, cancellationToken), length);
        }

        if (disk.Format == "raw")
        {
            RawDiskTarget target = RawDiskTarget.Open(path, length, disk.LogicalSectorSize);
            try
            {
                // Again, now that nobody can start it any more: a start holds the file until QEMU has locked it.
                RequireOff(folder, disk);
                return target;
            }
            catch
            {
                await target.DisposeAsync();
                throw;
            }
        }

        await using IDiskView old = await describer.OpenAsync(folder, disk, cancellationToken);
        // The image states it, whatever the description says: a guest does not start from a disk with other sectors.
        MachineFileDisk measured = disk with { LogicalSectorSize = old.LogicalSectorSize };
        string fileName = $"{FileNames.Safe(disk.Id)}-{Guid.CreateVersion7():N}";
        return await ReplacingDiskTarget.OpenAsync(
            images, old, Path.Combine(folder.Directory, $".{FileNames.Safe(disk.Id)}.working"), length,
            (working, token) => ReplaceAsync(folder, measured, working, fileName, token), cancellationToken);
    }

    private void RequireOff(MachineFolder folder, MachineFileDisk disk)
    {
        if (!describer.IsWritten(folder, disk)) return;
        throw new ReplicationException(
            "PrimaryMustStayOff", folder.PathOf(disk), $"Machine {folder.File.Name} runs and is writing it.", "a machine that is off.",
            "Shut it down; it must stay off until the failback is done.");
    }

    /// <summary>Makes the working file the machine's disk: VHD and VHDX become VHDX, everything else becomes raw.</summary>
    private async Task ReplaceAsync(MachineFolder folder, MachineFileDisk disk, string working, string fileName, CancellationToken cancellationToken)
    {
        bool vhdx = disk.Format is "vhd" or "vhdx";
        string path = Path.Combine(folder.Directory, fileName + (vhdx ? ".vhdx" : ".raw"));
        if (vhdx)
        {
            await using IDiskView content = await images.OpenAsync(
                working, new DiskOpenOptions { ForceRaw = true, LogicalSectorSize = disk.LogicalSectorSize }, cancellationToken);
            await images.CreateAsync(path, DiskFormat.Vhdx, content, cancellationToken: cancellationToken);
        }
        else
        {
            File.Move(working, path);
            DirectorySync.Flush(folder.Directory);
        }

        MachineFileDisk replaced = disk with { Path = Path.GetFileName(path), Format = vhdx ? "vhdx" : "raw" };
        (folder with { File = folder.File with { Disks = [.. folder.File.Disks.Select(known => known.Id == disk.Id ? replaced : known)] } }).Write();
    }
}
