using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Replication.Core.Boot;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Health;
using Replication.Core.Machines;
using Replication.Core.Manifests;
using Replication.Core.Platform;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using Replication.Hypervisors.Live;
using Replication.Hypervisors.Qemu.Running;

namespace Replication.Hypervisors.Local;

/// <summary>A folder of machines: each a folder with a machine.json and disk images (docs/local-site.md).</summary>
public sealed class LocalSite : ISite, IMachineImporter, IMachinePower, IBootObserver, IDiskSettler, IInstantCapture, IHeldGuests, IPendingChanges
{
    private readonly IDiskImages _images;
    private readonly Func<CancellationToken, Task<IReplicaStorage>> _openStore;
    private readonly ILogger _log;
    private readonly string _folder;
    private readonly LocalPower _power;
    private readonly MachineFolders _folders;
    private readonly MachineDescriber _describer;
    private readonly DiskTargets _targets;
    private readonly LocalCaptures _captures;
    private readonly SemaphoreSlim _storeLock = new(1);
    private IReplicaStorage? _store;

    private LocalSite(
        SiteDefinition definition, string folder, IDiskImages images, Func<CancellationToken, Task<IReplicaStorage>> openStore, TimeProvider time, ILogger log,
        IHoldWatch? watch)
    {
        Definition = definition;
        _folder = folder;
        _images = images;
        _openStore = openStore;
        _log = log;
        _power = new LocalPower(definition, folder, time, watch);
        _folders = new MachineFolders(folder, definition.Name, log);
        _describer = new MachineDescriber(images, _power.Find);
        _targets = new DiskTargets(images, _describer);
        _captures = new LocalCaptures(images, time, folder, _power.Find, watch);
    }

    public SiteDefinition Definition { get; }

    public bool AcceptsReplicas => LocalSiteSettings.StorePath(Definition) is not null;

    public (bool CanStart, string? Reason) Power => _power.Ability;

    public SiteAbilities Abilities => new() { CapturesRunningMachines = true, TracksChanges = true, RunsFromMounts = Power.CanStart };

    public async Task<long> AllocatedBytesAsync(string machineId, string diskId, CancellationToken cancellationToken = default)
    {
        (MachineFolder folder, MachineFileDisk disk) = _folders.RequireDisk(machineId, diskId);
        if (disk.Format != "raw" && await _describer.DescribeAsync(folder, cancellationToken) is { PowerState: PowerState.Running } running)
        {
            // An image that a hypervisor is writing is not opened; nor is one in a format that only QEMU reads.
            return running.Disks.Single(known => known.Id == diskId).Length;
        }

        long allocated = 0;
        await using IDiskView view = await _describer.OpenAsync(folder, disk, cancellationToken);
        await foreach (Extent extent in view.AllocatedExtentsAsync(0, view.Length, cancellationToken)) allocated += extent.Length;
        return allocated;
    }

    public long? FreeBytes => new DriveInfo(_folder).AvailableFreeSpace;

    /// <param name="definition">Settings "path" and "store" (see <see cref="LocalSiteSettings"/>).</param>
    /// <param name="images">Formats.</param>
    /// <param name="openStore">Opens the site's store, given its folder.</param>
    /// <param name="time">Clock of the captures.</param>
    /// <param name="log">Told of machines that cannot be read.</param>
    /// <param name="watch">Has held guests go on when this process is killed; null where the next one does.</param>
    public static LocalSite Open(
        SiteDefinition definition, IDiskImages images, Func<string, CancellationToken, Task<IReplicaStorage>> openStore, TimeProvider time, ILogger log,
        IHoldWatch? watch = null)
    {
        string folder = LocalSiteSettings.Folder(definition);
        SiteMarker.Require(definition, folder);
        return new LocalSite(
            definition, folder, images,
            token => LocalSiteSettings.StorePath(definition) is { } store ? openStore(store, token) : throw NoStore(definition),
            time, log, watch);
    }

    /// <summary>Lets guests go on that nobody holds any more, of a folder of machines of which nothing else need be known.</summary>
    /// <returns>Names of their machines.</returns>
    public static Task<IReadOnlyList<string>> LetGoAsync(string folder, IDiskImages images, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var hypervisor = new QemuHypervisor(folder, time);
        var captures = new LocalCaptures(images, time, folder, machineId => hypervisor.FolderOf(machineId).Read(), watch: null);
        return new HeldMachines(folder, captures, new DiskSettling(hypervisor, images, time, watch: null)).LetGoAsync(cancellationToken);
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
                machine = await _describer.DescribeAsync(MachineFolder.Read(directory), cancellationToken);
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
        _folders.Find(machineId) is { } folder ? await _describer.DescribeAsync(folder, cancellationToken) : null;

    public async Task ReleaseCapturesAsync(string machineId, IReadOnlyCollection<string> keep, CancellationToken cancellationToken = default)
    {
        if (_folders.Find(machineId) is not { } folder) return;
        await _captures.ReleaseAsync(await _describer.DescribeAsync(folder, cancellationToken), folder, keep, cancellationToken);
    }

    public async Task<long?> PendingBytesAsync(string machineId, IReadOnlyDictionary<string, string> since, CancellationToken cancellationToken = default) =>
        _folders.Find(machineId) is { } folder
            ? await _captures.PendingBytesAsync(await _describer.DescribeAsync(folder, cancellationToken), folder, since, cancellationToken) : null;

    public async Task<IMachineImage> CaptureAsync(
        string machineId, IReadOnlyCollection<string> diskIds, IReadOnlyDictionary<string, string>? since = null,
        CancellationToken cancellationToken = default) =>
        (await CaptureTogetherAsync([new CaptureRequest(machineId, diskIds, since)], cancellationToken))[0];

    public async Task<IReadOnlyList<IMachineImage>> CaptureTogetherAsync(IReadOnlyList<CaptureRequest> requests, CancellationToken cancellationToken = default)
    {
        var machines = new List<(Machine, MachineFolder, CaptureRequest)>();
        foreach (CaptureRequest request in requests)
        {
            MachineFolder folder = _folders.Require(request.MachineId);
            machines.Add((await _describer.DescribeAsync(folder, cancellationToken), folder, request));
        }

        return await _captures.CaptureAsync(machines, cancellationToken);
    }

    public async Task<Machine> CreateMachineAsync(
        MachineSpecification specification, IProgress<long>? bytesWritten = null, CancellationToken cancellationToken = default) =>
        await FindMachineAsync(specification.Machine.Id, cancellationToken)
        ?? await _describer.DescribeAsync(
            await new MachineBuilder(_folder, _images).BuildAsync(specification, bytesWritten, cancellationToken), cancellationToken);

    public async Task<Machine> ImportMachineAsync(
        string name, IReadOnlyList<string> diskPaths, IProgress<long>? bytesWritten = null, CancellationToken cancellationToken = default) =>
        await _describer.DescribeAsync(
            await new MachineImporter(_folder, _images).ImportAsync(name, diskPaths, bytesWritten, cancellationToken), cancellationToken);

    public async Task DeleteMachineAsync(string machineId, CancellationToken cancellationToken = default)
    {
        await _power.RemoveAsync(machineId, cancellationToken);
        CaptureFolder.Remove(_folder, machineId);
        // Renamed first: from that moment there is no such machine, and what a kill leaves is swept by the next call.
        string doomed = Path.Combine(_folder, ".deleted-" + FileNames.Safe(machineId));
        if (Directory.Exists(doomed)) Directory.Delete(doomed, recursive: true);
        if (_folders.Find(machineId) is { } folder)
        {
            Directory.Move(folder.Directory, doomed);
            DirectorySync.Flush(_folder);
            Directory.Delete(doomed, recursive: true);
        }

        MachineBuilder.RemoveUnfinished(_folder, machineId);
    }

    public async Task<IDiskView> OpenDiskAsync(string machineId, string diskId, CancellationToken cancellationToken = default)
    {
        (MachineFolder folder, MachineFileDisk disk) = _folders.RequireDisk(machineId, diskId);
        return await _describer.OpenAsync(folder, disk, cancellationToken);
    }

    public Task<IDiskTarget> OpenDiskTargetAsync(string machineId, string diskId, long length, CancellationToken cancellationToken = default)
    {
        (MachineFolder folder, MachineFileDisk disk) = _folders.RequireDisk(machineId, diskId);
        return _targets.OpenAsync(folder, disk, length, cancellationToken);
    }

    public async Task StartMachineAsync(string machineId, CancellationToken cancellationToken = default)
    {
        MachineFolder folder = _folders.Require(machineId);
        await _power.StartAsync(folder, await _describer.DescribeAsync(folder, cancellationToken), cancellationToken);
    }

    /// <summary>Switches the machine off; see <see cref="ShutDownMachineAsync"/> for asking its guest.</summary>
    public async Task StopMachineAsync(string machineId, CancellationToken cancellationToken = default)
    {
        MachineFolder folder = _folders.Require(machineId);
        await _power.StopAsync(machineId, cancellationToken);
        await RequireOursAsync(folder, cancellationToken);
    }

    public async Task<bool> ShutDownMachineAsync(string machineId, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        MachineFolder folder = _folders.Require(machineId);
        if (!await _power.ShutDownAsync(machineId, limit, cancellationToken)) return false;
        await RequireOursAsync(folder, cancellationToken);
        return true;
    }

    public async Task<BootObservation> ObserveBootAsync(
        string machineId, BootProbe probe, string vmId, string pointId, CancellationToken cancellationToken = default)
    {
        MachineFolder folder = _folders.Require(machineId);
        Machine machine = await _describer.DescribeAsync(folder, cancellationToken);
        return await _power.ObserveBootAsync(folder, machine, probe, BootPictures.PathOf(_folder, vmId, pointId), cancellationToken);
    }

    public Task SettleAsync(
        string machineId, IReadOnlyCollection<string> diskIds, IProgress<TransferProgress>? progress, CancellationToken cancellationToken = default) =>
        _power.Settling(_images).RunAsync(_folders.Require(machineId), diskIds, progress, cancellationToken);

    public Task CancelSettlingAsync(string machineId, IReadOnlyCollection<string> diskIds, CancellationToken cancellationToken = default) =>
        _folders.Find(machineId) is { } folder ? _power.Settling(_images).CancelAsync(folder, diskIds, cancellationToken) : Task.CompletedTask;

    public Task<IReadOnlyList<string>> LetGoAsync(CancellationToken cancellationToken = default) =>
        new HeldMachines(_folder, _captures, _power.Settling(_images)).LetGoAsync(cancellationToken);

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

    /// <summary>A machine that still runs after we stopped what is ours is somebody else's.</summary>
    private async Task RequireOursAsync(MachineFolder folder, CancellationToken cancellationToken)
    {
        if ((await _describer.DescribeAsync(folder, cancellationToken)).PowerState != PowerState.Running) return;
        throw new ReplicationException(
            "VmNotOurs", $"Machine {folder.File.Name}", "A hypervisor that this site did not start is running it.", "a machine that this site started.",
            "Shut it down there.");
    }
}
