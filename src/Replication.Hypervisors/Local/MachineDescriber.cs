using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Platform;
using Replication.Hypervisors.Qemu.Disks;
using Replication.Hypervisors.Qemu.Running;

namespace Replication.Hypervisors.Local;

/// <summary>What a machine of a site is at the moment, from its machine.json, its images and whoever runs it.</summary>
/// <param name="images">Formats.</param>
/// <param name="findRun">What is known of the last start of a machine by this site; null when there was none.</param>
internal sealed class MachineDescriber(IDiskImages images, Func<string, RunRecord?> findRun)
{
    public async Task<Machine> DescribeAsync(MachineFolder folder, CancellationToken cancellationToken)
    {
        MachineFile file = folder.File;
        var disks = new List<MachineDisk>();
        RunRecord? run = findRun(file.Id);
        bool running = run?.Process?.IsRunning == true;
        foreach ((int position, MachineFileDisk disk) in file.Disks.Index())
        {
            string path = folder.PathOf(disk);
            MachineDisk? known = run?.Disks.FirstOrDefault(known => known.Id == disk.Id);
            (long length, int sectorSize) = running && known is not null
                ? (known.Length, known.LogicalSectorSize)
                : await MeasureAsync(folder, disk, known, cancellationToken);
            running |= IsWritten(path);
            disks.Add(new MachineDisk
            {
                Id = disk.Id,
                Position = position,
                Path = path,
                Length = length,
                // What an export's bytes are made of is its server's business: they are the disk, and are written as they are.
                Format = DiskPath.IsUri(path) ? "raw" : disk.Format,
                LogicalSectorSize = sectorSize,
                Boot = disk.Boot,
            });
        }

        return new Machine
        {
            Id = file.Id,
            Name = file.Name,
            OperatingSystem = file.OperatingSystem,
            Firmware = file.Firmware,
            ProcessorCount = file.ProcessorCount,
            MemoryBytes = file.MemoryBytes,
            PowerState = running ? PowerState.Running : PowerState.Off,
            Disks = disks,
            Nics = file.Nics,
        };
    }

    public ValueTask<IDiskView> OpenAsync(MachineFolder folder, MachineFileDisk disk, CancellationToken cancellationToken) => images.OpenAsync(
        folder.PathOf(disk), disk.OpenOptions, cancellationToken);

    /// <summary>Whether the site's own QEMU or somebody else's has the disk open for writing.</summary>
    public bool IsWritten(MachineFolder folder, MachineFileDisk disk) =>
        findRun(folder.File.Id)?.Process?.IsRunning == true || IsWritten(folder.PathOf(disk));

    private static bool IsWritten(string path)
    {
        // Who else has an export open only its server knows.
        if (DiskPath.IsUri(path)) return false;
        try
        {
            return ImageLock.IsWrittenByQemu(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ReplicationException(
                "SourceInUse", path, $"Another process holds it: {error.Message}", "a disk that can be looked at.", "Close what has it open.", error);
        }
    }

    /// <summary>
    /// A qcow2 image is used where QEMU reads it; for us it says how long its disk is. Images of a machine that is being started are held
    /// for that moment; they are what they were when the start began.
    /// </summary>
    private async Task<(long Length, int SectorSize)> MeasureAsync(
        MachineFolder folder, MachineFileDisk disk, MachineDisk? known, CancellationToken cancellationToken)
    {
        try
        {
            string path = folder.PathOf(disk);
            if (disk.Format == "qcow2" && File.Exists(path) && ImageDriver.Qcow2Length(path) is { } length) return (length, disk.LogicalSectorSize);
            await using IDiskView view = await OpenAsync(folder, disk, cancellationToken);
            return (view.Length, view.LogicalSectorSize);
        }
        catch (Exception error) when (known is not null && (error is IOException or ReplicationException))
        {
            return (known.Length, known.LogicalSectorSize);
        }
    }
}
