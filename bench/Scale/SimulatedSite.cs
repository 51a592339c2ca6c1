using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Machines;
using Replication.Core.Manifests;
using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Bench.Scale;

/// <summary>Ten thousand machines that cost nothing, and a destination that takes their points. Everything else is real.</summary>
internal sealed class SimulatedSite(SiteDefinition definition, string folder) : ISite, ISiteFactory
{
    private readonly SimulatedStore _store = new();
    private readonly SimulatedManifests _manifests = new(folder);

    public SiteDefinition Definition => definition;

    public bool AcceptsReplicas => true;

    public (bool CanStart, string? Reason) Power => (false, "They are simulated.");

    public SiteAbilities Abilities { get; } = new() { CapturesRunningMachines = true };

    public long? FreeBytes => null;

    public Task<ISite> OpenAsync(SiteDefinition asked, CancellationToken cancellationToken = default) => Task.FromResult<ISite>(this);

    public Task<ISnapshotStore> OpenStoreAsync(CancellationToken cancellationToken = default) => Task.FromResult<ISnapshotStore>(_store);

    public Task<IManifestStore> OpenManifestsAsync(CancellationToken cancellationToken = default) => Task.FromResult<IManifestStore>(_manifests);

    public Task<Machine?> FindMachineAsync(string machineId, CancellationToken cancellationToken = default) => Task.FromResult<Machine?>(MachineOf(machineId));

    public Task<IMachineImage> CaptureAsync(
        string machineId, IReadOnlyCollection<string> diskIds, IReadOnlyDictionary<string, string>? since = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<IMachineImage>(new SimulatedDisk(MachineOf(machineId)));

    public Task ReleaseCapturesAsync(string machineId, IReadOnlyCollection<string> keep, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<long> AllocatedBytesAsync(string machineId, string diskId, CancellationToken cancellationToken = default) => Task.FromResult(0L);

    public IAsyncEnumerable<Machine> ListMachinesAsync(CancellationToken cancellationToken = default) => throw Unasked();

    public Task<Machine> CreateMachineAsync(MachineSpecification specification, IProgress<long>? bytesWritten = null, CancellationToken cancellationToken = default) =>
        throw Unasked();

    public Task DeleteMachineAsync(string machineId, CancellationToken cancellationToken = default) => throw Unasked();

    public Task<IDiskView> OpenDiskAsync(string machineId, string diskId, CancellationToken cancellationToken = default) => throw Unasked();

    public Task<IDiskTarget> OpenDiskTargetAsync(string machineId, string diskId, long length, CancellationToken cancellationToken = default) => throw Unasked();

    public Task StartMachineAsync(string machineId, CancellationToken cancellationToken = default) => throw Unasked();

    public Task StopMachineAsync(string machineId, CancellationToken cancellationToken = default) => throw Unasked();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static Machine MachineOf(string id) => new()
    {
        Id = id,
        Name = id,
        Disks = [new MachineDisk { Id = "disk0", Position = 0, Path = "disk0", Length = SimulatedDisk.Bytes, Boot = true }],
    };

    private static NotSupportedException Unasked() => new("A replication asks for no such thing.");
}
