using System.Runtime.CompilerServices;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Microsoft.Extensions.Logging;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Manifests;
using Replication.Core.Rules.Guests;
using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Aws.Sites;

/// <summary>
/// One region of an account as a site: instances are its machines, EBS its store, a bucket holds its manifests. The site
/// keeps no state of its own beside tags (docs/aws-site.md) and the store's journals in the workspace.
/// </summary>
public sealed class AwsSite : ISite, IFirstLogonRestarts
{
    private readonly IAwsServices _services;
    private readonly SiteParts _parts;
    private readonly InstanceInventory _inventory;
    private readonly VolumeSnapshots _snapshots;
    private readonly InstancePower _power;
    private readonly DiskReplacer _replacer;

    internal AwsSite(SiteDefinition definition, AwsSiteSettings settings, IAwsServices services, TimeProvider time, ILogger log)
    {
        Definition = definition;
        _services = services;
        _parts = new SiteParts(definition.Name, settings, services, time, log);
        _inventory = new InstanceInventory(_parts);
        _snapshots = new VolumeSnapshots(_parts);
        _power = new InstancePower(_parts);
        _replacer = new DiskReplacer(_parts);
    }

    public SiteDefinition Definition { get; }

    public bool AcceptsReplicas => _parts.Settings.HasStore;

    public (bool CanStart, string? Reason) Power => (true, null);

    /// <inheritdoc/>
    /// <remarks>
    /// An incremental snapshot of EBS takes a minute to several whatever its size, and a volume has at most five in
    /// progress: at five minutes one is done before the next begins, at one they would queue up.
    /// </remarks>
    public SiteAbilities Abilities { get; } = new()
    {
        CapturesRunningMachines = true,
        TracksChanges = true,
        ReplicaProof = ReplicaProof.SnapshotsUsed,
        KeepsStandbyMachines = true,
        TestsNeedDeclaredNetwork = true,
        MinimumFrequency = TimeSpan.FromMinutes(5),
        MinimumFrequencyReason = "an EBS snapshot takes minutes to complete and a volume has at most 5 in progress",
    };

    /// <summary>Nobody runs out of EBS.</summary>
    public long? FreeBytes => null;

    /// <summary>Reads the settings; no service is asked before something is needed.</summary>
    /// <param name="definition">Settings: <see cref="AwsSiteSettings"/>.</param>
    /// <param name="stateFolder">Folder in the workspace for the store's journals and fingerprints, asked for when the store is opened.</param>
    /// <param name="images">Writes the images of the Import method.</param>
    /// <param name="hives">Completes registries of guests before drivers are put into them.</param>
    /// <param name="time">Clock of waits.</param>
    /// <param name="log">Told of what is left behind and why.</param>
    /// <param name="credentials">In place of the settings' profile and the normal chain.</param>
    public static AwsSite Open(
        SiteDefinition definition, Func<string> stateFolder, IDiskImages images, IHiveCompletion hives, TimeProvider time, ILogger log, AWSCredentials? credentials = null)
    {
        AwsSiteSettings settings = AwsSiteSettings.Parse(definition);
        return new AwsSite(definition, settings, new AwsServices(settings, stateFolder, images, hives, credentials, time, log), time, log);
    }

    public Task<ISnapshotStore> OpenStoreAsync(CancellationToken cancellationToken = default) =>
        AcceptsReplicas ? _services.OpenStoreAsync(cancellationToken) : throw StoreIsOff();

    public Task<IManifestStore> OpenManifestsAsync(CancellationToken cancellationToken = default) =>
        AcceptsReplicas ? _services.OpenManifestsAsync(cancellationToken) : throw StoreIsOff();

    public async IAsyncEnumerable<Machine> ListMachinesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (Machine machine in await CallAsync("Listing", "machines", () => _inventory.ListAsync(cancellationToken), cancellationToken)) yield return machine;
    }

    public Task<Machine?> FindMachineAsync(string machineId, CancellationToken cancellationToken = default) =>
        CallAsync("Finding", $"machine {machineId}", () => _inventory.FindAsync(machineId, cancellationToken), cancellationToken);

    public Task<IMachineImage> CaptureAsync(
        string machineId, IReadOnlyCollection<string> diskIds, IReadOnlyDictionary<string, string>? since = null, CancellationToken cancellationToken = default) => CallAsync(
        "Capture", $"machine {machineId}",
        async () =>
        {
            await WholeInstanceAsync(machineId, cancellationToken);
            return await new InstanceCapture(_parts, _inventory, _snapshots).RunAsync(machineId, diskIds, since, cancellationToken);
        },
        cancellationToken);

    public Task ReleaseCapturesAsync(string machineId, IReadOnlyCollection<string> keep, CancellationToken cancellationToken = default) =>
        CallAsync("Release", $"machine {machineId}", () => _snapshots.ReleaseAsync(machineId, keep, cancellationToken), cancellationToken);

    public Task<Machine> CreateMachineAsync(MachineSpecification specification, IProgress<long>? bytesWritten = null, CancellationToken cancellationToken = default) => CallAsync(
        "Making", $"machine {specification.Machine.Name}",
        async () => await _inventory.DescribeAsync(await new MachineBuilder(_parts).BuildAsync(specification, bytesWritten, cancellationToken), cancellationToken),
        cancellationToken);

    public Task DeleteMachineAsync(string machineId, CancellationToken cancellationToken = default) =>
        CallAsync("Deleting", $"machine {machineId}", () => new MachineRemoval(_parts).RunAsync(machineId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The length of the volume: what of it was ever written is known only of snapshots.</remarks>
    public Task<long> AllocatedBytesAsync(string machineId, string diskId, CancellationToken cancellationToken = default) => CallAsync(
        "Looking", $"machine {machineId}",
        async () => MachineMapper.LengthOf((await PlaceAsync(machineId, diskId, cancellationToken)).Volume),
        cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Reads a snapshot made for the purpose, so nothing is held; it is deleted when the view is closed.</remarks>
    public Task<IDiskView> OpenDiskAsync(string machineId, string diskId, CancellationToken cancellationToken = default) =>
        CallAsync("Opening", $"machine {machineId}", () => OpenAsync(machineId, diskId, cancellationToken), cancellationToken);

    public Task<IDiskTarget> OpenDiskTargetAsync(string machineId, string diskId, long length, CancellationToken cancellationToken = default) => CallAsync(
        "Opening", $"machine {machineId}",
        async () =>
        {
            Instance instance = await _inventory.RequireAsync(machineId, cancellationToken);
            await _replacer.RequireStoppedAsync(instance.InstanceId!, cancellationToken);
            await _replacer.FinishAsync(instance, cancellationToken);
            return await EbsDiskTarget.OpenAsync(_parts, await PlaceAsync(machineId, diskId, cancellationToken), length, cancellationToken);
        },
        cancellationToken);

    public Task StartMachineAsync(string machineId, CancellationToken cancellationToken = default) => CallAsync(
        "Starting", $"machine {machineId}",
        async () => await _power.StartAsync((await WholeInstanceAsync(machineId, cancellationToken)).InstanceId!, cancellationToken),
        cancellationToken);

    public Task StopMachineAsync(string machineId, CancellationToken cancellationToken = default) => CallAsync(
        "Stopping", $"machine {machineId}",
        async () => await _power.StopAsync((await _inventory.RequireAsync(machineId, cancellationToken)).InstanceId!, force: false, cancellationToken),
        cancellationToken);

    public Task<bool> IsPendingAsync(string machineId, CancellationToken cancellationToken = default) =>
        CallAsync("Looking", $"machine {machineId}", () => new FirstLogonRestarts(_parts).IsPendingAsync(machineId, cancellationToken), cancellationToken);

    public Task ConfirmAsync(string machineId, CancellationToken cancellationToken = default) =>
        CallAsync("Confirming", $"machine {machineId}", () => new FirstLogonRestarts(_parts).ConfirmAsync(machineId, cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private Task<T> CallAsync<T>(string operation, string target, Func<Task<T>> action, CancellationToken cancellationToken) => SiteErrors.TranslateAsync(
        operation, target,
        async () =>
        {
            // Machines of another account under this site's name would be taken for its own.
            await _services.RequireAccountAsync(cancellationToken);
            return await action();
        },
        cancellationToken);

    private Task CallAsync(string operation, string target, Func<Task> action, CancellationToken cancellationToken) => SiteErrors.TranslateAsync(
        operation, target,
        async () =>
        {
            await _services.RequireAccountAsync(cancellationToken);
            await action();
        },
        cancellationToken);

    /// <summary>The instance, after a replacement of a volume that a crash interrupted is done.</summary>
    private async Task<Instance> WholeInstanceAsync(string machineId, CancellationToken cancellationToken)
    {
        Instance instance = await _inventory.RequireAsync(machineId, cancellationToken);
        if (!DiskReplacement.Of(instance).Any()) return instance;
        await _replacer.FinishAsync(instance, cancellationToken);
        return await _inventory.RequireAsync(machineId, cancellationToken);
    }

    private async Task<EbsTargetPlace> PlaceAsync(string machineId, string diskId, CancellationToken cancellationToken) =>
        await _inventory.RequireDiskAsync(await WholeInstanceAsync(machineId, cancellationToken), diskId, cancellationToken);

    private async Task<IDiskView> OpenAsync(string machineId, string diskId, CancellationToken cancellationToken)
    {
        EbsTargetPlace place = await PlaceAsync(machineId, diskId, cancellationToken);
        string snapshotId = await _snapshots.OfVolumeAsync(place.MachineId, place.Volume.VolumeId!, diskId, cancellationToken);
        try
        {
            ISnapshotStore store = await _parts.StoreAsync(cancellationToken);
            IDiskView view = new SnapshotDiskView(await store.OpenAsync(snapshotId, cancellationToken), InstanceCapture.SectorSize);
            long length = MachineMapper.LengthOf(place.Volume);
            if (length < view.Length) view = new DiskPrefixView(view, length);
            return new TemporaryDiskView(view, () => _snapshots.DeleteAsync(snapshotId, CancellationToken.None));
        }
        catch
        {
            await _snapshots.DeleteAsync(snapshotId, CancellationToken.None);
            throw;
        }
    }

    private ReplicationException StoreIsOff() => new(
        "ReplicaServerDisabled", $"Site {Definition.Name}", "It has no store.", "a site that accepts replicas.", "Set 'store=on' on the site.");
}
