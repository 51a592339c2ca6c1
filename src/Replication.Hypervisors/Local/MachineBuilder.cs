using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Platform;
using Replication.Core.Sites;
using Replication.Core.Transfer;

namespace Replication.Hypervisors.Local;

/// <summary>Makes a machine's folder under a name of its own and renames it into place when everything in it is durable.</summary>
internal sealed class MachineBuilder(string siteFolder, IDiskImages images)
{
    public static void RemoveUnfinished(string siteFolder, string machineId)
    {
        string unfinished = UnfinishedFolder(siteFolder, machineId);
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
    }

    public async Task<MachineFolder> BuildAsync(MachineSpecification specification, IProgress<long>? bytesWritten, CancellationToken cancellationToken)
    {
        Machine machine = specification.Machine;
        RemoveUnfinished(siteFolder, machine.Id);
        string unfinished = UnfinishedFolder(siteFolder, machine.Id);
        Directory.CreateDirectory(unfinished);
        try
        {
            var disks = new List<MachineFileDisk>();
            long before = 0;
            foreach (MachineDisk disk in machine.Disks)
            {
                if (specification.Contents[disk.Id].MountUri is { } mounted)
                {
                    disks.Add(new MachineFileDisk(disk.Id, mounted, "raw", disk.Boot, disk.LogicalSectorSize));
                    continue;
                }

                string file = $"{FileNames.Safe(disk.Id)}.raw";
                long ofThis = 0;
                long earlier = before;
                await images.CreateAsync(
                    Path.Combine(unfinished, file), DiskFormat.Raw, specification.Contents[disk.Id].View,
                    new CallbackProgress<long>(written =>
                    {
                        ofThis = written;
                        bytesWritten?.Report(earlier + written);
                    }),
                    cancellationToken);
                before += ofThis;
                disks.Add(new MachineFileDisk(disk.Id, file, "raw", disk.Boot, disk.LogicalSectorSize));
            }

            var description = new MachineFile
            {
                Id = machine.Id,
                Name = machine.Name,
                Role = specification.Role,
                OperatingSystem = machine.OperatingSystem,
                Firmware = machine.Firmware,
                ProcessorCount = machine.ProcessorCount,
                MemoryBytes = machine.MemoryBytes,
                Disks = disks,
                Nics = machine.Nics,
            };
            return Publish(siteFolder, new MachineFolder(unfinished, description));
        }
        catch
        {
            RemoveUnfinished(siteFolder, machine.Id);
            throw;
        }
    }

    /// <summary>Writes machine.json and moves the folder to a name that is free.</summary>
    public static MachineFolder Publish(string siteFolder, MachineFolder unfinished)
    {
        unfinished.Write();
        string name = FileNames.Safe(unfinished.File.Name).TrimStart('.');
        for (int attempt = 1; attempt <= 1000; attempt++)
        {
            string directory = Path.Combine(siteFolder, attempt == 1 ? name : $"{name}-{attempt}");
            if (name.Length == 0 || Directory.Exists(directory) || File.Exists(directory)) continue;
            Directory.Move(unfinished.Directory, directory);
            DirectorySync.Flush(siteFolder);
            return unfinished with { Directory = directory };
        }

        throw new ReplicationException("MachineFolderInUse", siteFolder, $"There is no free folder name for '{unfinished.File.Name}'.");
    }

    public static string UnfinishedFolder(string siteFolder, string machineId) => Path.Combine(siteFolder, ".new-" + FileNames.Safe(machineId));
}
