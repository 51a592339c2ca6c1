using Microsoft.Extensions.Logging;
using Replication.Core.Errors;

namespace Replication.Hypervisors.Local;

/// <summary>Finds the machines of a site by their ids.</summary>
internal sealed class MachineFolders(string siteFolder, string siteName, ILogger log)
{
    /// <summary>
    /// By id. A folder that was copied together with its machine.json has the same id twice: which of the two is meant
    /// cannot be told, and the wrong one would be read, written or deleted.
    /// </summary>
    public MachineFolder? Find(string machineId)
    {
        MachineFolder? found = null;
        foreach (string directory in MachineFolder.Find(siteFolder))
        {
            MachineFolder folder;
            try
            {
                folder = MachineFolder.Read(directory);
            }
            catch (ReplicationException error)
            {
                log.LogWarning("Machine in {Directory} is left out: {Error}", directory, error.Message);
                continue;
            }

            if (folder.File.Id != machineId) continue;
            if (found is not null)
            {
                throw new ReplicationException(
                    "MachineIdNotUnique", $"Machine {machineId}", $"{found.Directory} and {directory} both have this id.", "one machine per id.",
                    "Give the copy an id of its own in its machine.json, or move it out of the site.");
            }

            found = folder;
        }

        return found;
    }

    /// <exception cref="ReplicationException">MachineNotFound.</exception>
    public MachineFolder Require(string machineId) => Find(machineId)
        ?? throw new ReplicationException("MachineNotFound", $"Machine {machineId}", $"Site {siteName} has no such machine.");

    /// <exception cref="ReplicationException">MachineNotFound, DiskNotFound.</exception>
    public (MachineFolder Folder, MachineFileDisk Disk) RequireDisk(string machineId, string diskId)
    {
        MachineFolder folder = Require(machineId);
        return folder.File.Disks.FirstOrDefault(disk => disk.Id == diskId) is { } disk
            ? (folder, disk)
            : throw new ReplicationException("DiskNotFound", $"Machine {folder.File.Name}", $"It has no disk {diskId}.");
    }
}
