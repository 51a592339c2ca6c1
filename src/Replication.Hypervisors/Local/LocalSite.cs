using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Replication.Core.Boot;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Manifests;
using Replication.Core.Platform;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using Replication.Hypervisors.Live;
using Replication.Hypervisors.Qemu.Disks;
using Replication.Hypervisors.Qemu.Running;

namespace Replication.Hypervisors.Local;

/// <summary>A folder of machines: each a folder with a machine.json and disk images (docs/local-site.md).</summary>
public sealed class LocalSite : ISite, IMachineImporter, IMachinePower, IBootObserver, IDiskSettler, IInstantCapture
{
    private readonly IDiskImages _images;
    private readonly Func<CancellationToken, Task<IReplicaStorage>> _openStore;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _folder;
    private readonly LocalPower _power;
    private readonly LocalCaptures _captures;
    private readonly SemaphoreSlim _storeLock = new(1);
    private IReplicaStorage? _store;

    private LocalSite(
        SiteDefinition definition, string folder, IDiskImages images, Func<CancellationToken, Task<IReplicaStorage>> openStore, TimeProvider time, ILogger log)
    {
        Definition = definition;
        _folder = folder;
        _images = images;
        _openStore = openStore;
        _time = time;
        _log = log;
        _power = new LocalPower(definition, folder, time);
        _captures = new LocalCaptures(images, time, folder, _power.Find);
    }

    public SiteDefinition Definition { get; }

    public bool AcceptsReplicas => LocalSiteSettings.StorePath(Definition) is not null;

    public (bool CanStart, string? Reason) Power => _power.Ability;

    public SiteAbilities Abilities => new() { CapturesRunningMachines = true, TracksChanges = true, RunsFromMounts = Power.CanStart };

    public async Task<long> AllocatedBytesAsync(string machineId, string diskId, CancellationToken cancellationToken = default)
    {
        (MachineFolder folder, MachineFileDisk disk) = RequireDisk(machineId, diskId);
        if (disk.Format != "raw" && await DescribeAsync(folder, cancellationToken) is { PowerState: PowerState.Running } running)
        {
            // An image that a hypervisor is writing is not opened; nor is one in a format that only QEMU reads.
            return running.Disks.Single(known => known.Id == diskId).Length;
        }

        long allocated = 0;
        await using IDiskView view = await OpenAsync(folder, disk, cancellationToken);
        await foreach (Extent extent in view.AllocatedExtentsAsync(0, view.Length, cancellationToken)) allocated += extent.Length;
        return allocated;
    }

    public long? FreeBytes => new DriveInfo(_folder).AvailableFreeSpace;

    /// <param name="definition">Settings "path" and "store" (see <see cref="LocalSiteSettings"/>).</param>
    /// <param name="images">Formats.</param>
    /// <param name="openStore">Opens the site's store, given its folder.</param>
    /// <param name="time">Clock of the captures.</param>
    /// <param name="log">Told of machines that cannot be read.</param>
    public static LocalSite Open(
        SiteDefinition definition, IDiskImages images, Func<string, CancellationToken, Task<IReplicaStorage>> openStore, TimeProvider time, ILogger log)
    {
        string folder = LocalSiteSettings.Folder(definition);
        SiteMarker.Require(definition, folder);
        return new LocalSite(
            definition, folder, images,
            token => LocalSiteSettings.StorePath(definition) is { } store ? openStore(store, token) : throw NoStore(definition),
            time, log);
    }

    public async Task<ISnapshotStore> OpenStoreAsync(CancellationToken cancellationToken = default) => await OpenStorageAsync(cancellationToken);

    public async Task<IManifestStore> OpenManifestsAsync(CancellationToken cancellationToken = default) => await OpenStorageAsync(cancellationToken);

    public async IAsyncEnumerable<Machine> ListMachinesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (string directory in MachineFolder.Find(_folder))
        {
            Machine? machine = null;
            try
            {
                machine = await DescribeAsync(MachineFolder.Read(directory), cancellationToken);
            }
            catch (ReplicationException error)
            {
                // One unreadable machine must not hide the others; whoever asks for it by id is told.
                _log.LogWarning("Machine in {Directory} is left out: {Error}", directory, error.Message);
            }

            if (machine is not null) yield return machine;
        }
    }

    public async Task<Machine?> FindMachineAsync(string machineId, CancellationToken cancellationToken = default) =>
        FindFolder(machineId) is { } folder ? await DescribeAsync(folder, cancellationToken) : null;

    public async Task ReleaseCapturesAsync(string machineId, IReadOnlyCollection<string> keep, CancellationToken cancellationToken = default)
    {
        if (FindFolder(machineId) is { } folder) await _captures.ReleaseAsync(await DescribeAsync(folder, cancellationToken), folder, keep, cancellationToken);
    }

    public async Task<IMachineImage> CaptureAsync(
        string machineId, IReadOnlyCollection<string> diskIds, IReadOnlyDictionary<string, string>? since = null, CancellationToken cancellationToken = default) =>
        (await CaptureTogetherAsync([new CaptureRequest(machineId, diskIds, since)], cancellationToken))[0];

    public async Task<IReadOnlyList<IMachineImage>> CaptureTogetherAsync(IReadOnlyList<CaptureRequest> requests, CancellationToken cancellationToken = default)
    {
        var machines = new List<(Machine, MachineFolder, CaptureRequest)>();
        foreach (CaptureRequest request in requests)
        {
            MachineFolder folder = RequireFolder(request.MachineId);
            machines.Add((await DescribeAsync(folder, cancellationToken), folder, request));
        }

        return await _captures.CaptureAsync(machines, cancellationToken);
    }

    public async Task<Machine> CreateMachineAsync(
        MachineSpecification specification, IProgress<long>? bytesWritten = null, CancellationToken cancellationToken = default) =>
        await FindMachineAsync(specification.Machine.Id, cancellationToken)
        ?? await DescribeAsync(await new MachineBuilder(_folder, _images).BuildAsync(specification, bytesWritten, cancellationToken), cancellationToken);

    public async Task<Machine> ImportMachineAsync(
        string name, IReadOnlyList<string> diskPaths, IProgress<long>? bytesWritten = null, CancellationToken cancellationToken = default) =>
        await DescribeAsync(await new MachineImporter(_folder, _images).ImportAsync(name, diskPaths, bytesWritten, cancellationToken), cancellationToken);

    public async Task DeleteMachineAsync(string machineId, CancellationToken cancellationToken = default)
    {
        await _power.RemoveAsync(machineId, cancellationToken);
        CaptureFolder.Remove(_folder, machineId);
        // Renamed first: from that moment there is no such machine, and what a kill leaves is swept by the next call.
        string doomed = Path.Combine(_folder, ".deleted-" + FileNames.Safe(machineId));
        if (Directory.Exists(doomed)) Directory.Delete(doomed, recursive: true);
        if (FindFolder(machineId) is { } folder)
        {
            Directory.Move(folder.Directory, doomed);
            DirectorySync.Flush(_folder);
            Directory.Delete(doomed, recursive: true);
        }

        MachineBuilder.RemoveUnfinished(_folder, machineId);
    }

    public async Task<IDiskView> OpenDiskAsync(string machineId, string diskId, CancellationToken cancellationToken = default)
    {
        (MachineFolder folder, MachineFileDisk disk) = RequireDisk(machineId, diskId);
        return await OpenAsync(folder, disk, cancellationToken);
    }

    public async Task<IDiskTarget> OpenDiskTargetAsync(string machineId, string diskId, long length, CancellationToken cancellationToken = default)
    {
        (MachineFolder folder, MachineFileDisk disk) = RequireDisk(machineId, diskId);
        string path = folder.PathOf(disk);
        RequireOff(folder, path);
        if (DiskPath.IsUri(path))
        {
            return await WritableDiskTarget.OpenAsync(path, await _images.OpenWritableAsync(path, disk.OpenOptions, cancellationToken), length);
        }

        if (disk.Format == "raw")
        {
            RawDiskTarget target = RawDiskTarget.Open(path, length, disk.LogicalSectorSize);
            try
            {
                // Again, now that nobody can start it any more: a start holds the file until QEMU has locked it.
                RequireOff(folder, path);
                return target;
            }
            catch
            {
                await target.DisposeAsync();
                throw;
            }
        }

        await using IDiskView old = await OpenAsync(folder, disk, cancellationToken);
        string fileName = $"{FileNames.Safe(disk.Id)}-{Guid.CreateVersion7():N}";
        return await ReplacingDiskTarget.OpenAsync(
            _images, old, Path.Combine(folder.Directory, $".{FileNames.Safe(disk.Id)}.working"), length,
            (working, token) => ReplaceAsync(folder, disk, working, fileName, token), cancellationToken);
    }

    public async Task StartMachineAsync(string machineId, CancellationToken cancellationToken = default)
    {
        MachineFolder folder = RequireFolder(machineId);
        await _power.StartAsync(folder, await DescribeAsync(folder, cancellationToken), cancellationToken);
    }

    /// <summary>Switches the machine off; see <see cref="ShutDownMachineAsync"/> for asking its guest.</summary>
    public async Task StopMachineAsync(string machineId, CancellationToken cancellationToken = default)
    {
        MachineFolder folder = RequireFolder(machineId);
        await _power.StopAsync(machineId, cancellationToken);
        await RequireOursAsync(folder, cancellationToken);
    }

    public async Task<bool> ShutDownMachineAsync(string machineId, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        MachineFolder folder = RequireFolder(machineId);
        if (!await _power.ShutDownAsync(machineId, limit, cancellationToken)) return false;
        await RequireOursAsync(folder, cancellationToken);
        return true;
    }

    public async Task<BootObservation> ObserveBootAsync(
        string machineId, BootProbe probe, string vmId, string pointId, CancellationToken cancellationToken = default)
    {
        MachineFolder folder = RequireFolder(machineId);
        Machine machine = await DescribeAsync(folder, cancellationToken);
        return await _power.ObserveBootAsync(folder, machine, probe, BootPictures.PathOf(_folder, vmId, pointId), cancellationToken);
    }

    public Task SettleAsync(
        string machineId, IReadOnlyCollection<string> diskIds, IProgress<TransferProgress>? progress, CancellationToken cancellationToken = default) =>
        _power.Settling(_images).RunAsync(RequireFolder(machineId), diskIds, progress, cancellationToken);

    public Task CancelSettlingAsync(string machineId, IReadOnlyCollection<string> diskIds, CancellationToken cancellationToken = default) =>
        FindFolder(machineId) is { } folder ? _power.Settling(_images).CancelAsync(folder, diskIds, cancellationToken) : Task.CompletedTask;

    public void RemoveScreenshots(string vmId, IReadOnlyCollection<string> keepPointIds) => BootPictures.RemoveAllBut(_folder, vmId, keepPointIds);

    public string? ConsoleOf(string machineId) => _power.ConsoleOf(machineId);

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _storeLock.Dispose();
    }

    private static ReplicationException NoStore(SiteDefinition definition) => new(
        "ReplicaServerDisabled", $"Site {definition.Name}", "It has no store, so it accepts no replicas.", "a site with a store.",
        "Add the site again with a store.");

    private async Task<IReplicaStorage> OpenStorageAsync(CancellationToken cancellationToken)
    {
        await _storeLock.WaitAsync(cancellationToken);
        try
        {
            return _store ??= await _openStore(cancellationToken);
        }
        finally
        {
            _storeLock.Release();
        }
    }

    /// <summary>Makes the working file the machine's disk: VHD and VHDX become VHDX, everything else becomes raw.</summary>
    private async Task ReplaceAsync(MachineFolder folder, MachineFileDisk disk, string working, string fileName, CancellationToken cancellationToken)
    {
        bool vhdx = disk.Format is "vhd" or "vhdx";
        string path = Path.Combine(folder.Directory, fileName + (vhdx ? ".vhdx" : ".raw"));
        if (vhdx)
        {
            await using IDiskView content = await _images.OpenAsync(
                working, new DiskOpenOptions { ForceRaw = true, LogicalSectorSize = disk.LogicalSectorSize }, cancellationToken);
            await _images.CreateAsync(path, DiskFormat.Vhdx, content, cancellationToken: cancellationToken);
        }
        else
        {
            File.Move(working, path);
            DirectorySync.Flush(folder.Directory);
        }

        MachineFileDisk replaced = disk with { Path = Path.GetFileName(path), Format = vhdx ? "vhdx" : "raw" };
        (folder with { File = folder.File with { Disks = [.. folder.File.Disks.Select(known => known.Id == disk.Id ? replaced : known)] } }).Write();
    }

    private ValueTask<IDiskView> OpenAsync(MachineFolder folder, MachineFileDisk disk, CancellationToken cancellationToken) => _images.OpenAsync(
        folder.PathOf(disk), disk.OpenOptions, cancellationToken);

    /// <summary>
    /// By id. A folder that was copied together with its machine.json has the same id twice: which of the two is meant
    /// cannot be told, and the wrong one would be read, written or deleted.
    /// </summary>
    private MachineFolder? FindFolder(string machineId)
    {
        MachineFolder? found = null;
        foreach (string directory in MachineFolder.Find(_folder))
        {
            MachineFolder folder;
            try
            {
                folder = MachineFolder.Read(directory);
            }
            catch (ReplicationException error)
            {
                _log.LogWarning("Machine in {Directory} is left out: {Error}", directory, error.Message);
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

    private MachineFolder RequireFolder(string machineId) => FindFolder(machineId)
        ?? throw new ReplicationException("MachineNotFound", $"Machine {machineId}", $"Site {Definition.Name} has no such machine.");

    private (MachineFolder Folder, MachineFileDisk Disk) RequireDisk(string machineId, string diskId)
    {
        MachineFolder folder = RequireFolder(machineId);
        return folder.File.Disks.FirstOrDefault(disk => disk.Id == diskId) is { } disk
            ? (folder, disk)
            : throw new ReplicationException("DiskNotFound", $"Machine {folder.File.Name}", $"It has no disk {diskId}.");
    }

    private void RequireOff(MachineFolder folder, string path)
    {
        if (_power.Find(folder.File.Id)?.Process?.IsRunning != true && !IsWritten(path)) return;
        throw new ReplicationException(
            "PrimaryMustStayOff", path, $"Machine {folder.File.Name} runs and is writing it.", "a machine that is off.",
            "Shut it down; it must stay off until the failback is done.");
    }

    /// <summary>A machine that still runs after we stopped what is ours is somebody else's.</summary>
    private async Task RequireOursAsync(MachineFolder folder, CancellationToken cancellationToken)
    {
        if ((await DescribeAsync(folder, cancellationToken)).PowerState != PowerState.Running) return;
        throw new ReplicationException(
            "VmNotOurs", $"Machine {folder.File.Name}", "A hypervisor that this site did not start is running it.", "a machine that this site started.",
            "Shut it down there.");
    }

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

    private async Task<Machine> DescribeAsync(MachineFolder folder, CancellationToken cancellationToken)
    {
        MachineFile file = folder.File;
        var disks = new List<MachineDisk>();
        RunRecord? run = _power.Find(file.Id);
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
