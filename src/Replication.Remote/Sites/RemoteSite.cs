using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Manifests;
using Replication.Core.Sites;
using Replication.Core.Sites.Remote;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using Replication.Remote.Calls;
using Replication.Remote.Manifests;
using Replication.Remote.Snapshots;

namespace Replication.Remote.Sites;

/// <summary>
/// Machines and a store behind another agent's server (docs/remote.md). Everything about machines is done by the agent there: disks are captured, read,
/// hashed and written beside them, and only blocks that this side has not travel.
/// </summary>
public sealed class RemoteSite : ISite, IInstantCapture, IMachinePower, IConsoleText, IDiskHasher, IDiskUpdater
{
    /// <summary>Free space and whether machines can be started change, but not from call to call.</summary>
    private static readonly TimeSpan DescriptionAge = TimeSpan.FromMinutes(1);

    private readonly RemoteOptions _options;
    private readonly RemoteConnection _connection;
    private readonly MachineCalls _machines;
    private readonly RemoteManifestStore _manifests;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _gate = new(1);
    private RemoteSnapshotStore? _store;
    private RemoteAbilities? _abilities;
    private long _describedAt;

    private RemoteSite(SiteDefinition definition, RemoteOptions options, TimeProvider time, ILogger log)
    {
        Definition = definition;
        _options = options;
        _connection = new RemoteConnection(options, time);
        _machines = new MachineCalls(_connection);
        _manifests = new RemoteManifestStore(_connection);
        _log = log;
    }

    public SiteDefinition Definition { get; }

    public bool AcceptsReplicas => true;

    public (bool CanStart, string? Reason) Power => (Known.CanStart, Known.Reason);

    public SiteAbilities Abilities => new() { CapturesRunningMachines = Known.CapturesRunningMachines, TracksChanges = Known.TracksChanges };

    public long? FreeBytes => Known.FreeBytes;

    private RemoteAbilities Known => _abilities ?? throw new InvalidOperationException("The site is asked before it is connected.");

    /// <param name="definition">Settings as <see cref="RemoteSiteSettings"/> names them.</param>
    /// <param name="time">Clock of signatures and waits.</param>
    /// <param name="log">Told of captures that a lost server keeps.</param>
    /// <exception cref="ReplicationException">RemoteUrlInvalid, RemoteCredentialsMissing, and what the files refuse.</exception>
    public static RemoteSite Open(SiteDefinition definition, TimeProvider time, ILogger log) => new(definition, RemoteSiteOptions.Read(definition), time, log);

    /// <summary>Asks the server what it can do, unless that is known; to be called before anything else.</summary>
    /// <exception cref="SnapshotStoreException">RemoteUnreachable, RemoteRequestRefused, RemoteCertificateNotTrusted.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_abilities is not null && _connection.Time.GetElapsedTime(_describedAt) < DescriptionAge) return;
            _abilities = await _machines.DescribeAsync(cancellationToken);
            _describedAt = _connection.Time.GetTimestamp();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<ISnapshotStore> OpenStoreAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _store ??= await RemoteSnapshotStore.OpenAsync(_connection, _options, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task<IManifestStore> OpenManifestsAsync(CancellationToken cancellationToken = default) => Task.FromResult<IManifestStore>(_manifests);

    public async IAsyncEnumerable<Machine> ListMachinesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (Machine machine in await _machines.ListAsync(cancellationToken)) yield return machine;
    }

    public Task<Machine?> FindMachineAsync(string machineId, CancellationToken cancellationToken = default) => _machines.FindAsync(machineId, cancellationToken);

    public async Task<IMachineImage> CaptureAsync(
        string machineId, IReadOnlyCollection<string> diskIds, IReadOnlyDictionary<string, string>? since = null, CancellationToken cancellationToken = default) =>
        (await CaptureTogetherAsync([new CaptureRequest(machineId, diskIds, since)], cancellationToken))[0];

    public async Task<IReadOnlyList<IMachineImage>> CaptureTogetherAsync(IReadOnlyList<CaptureRequest> requests, CancellationToken cancellationToken = default)
    {
        var session = new RemoteSession(_machines, _log, requests.Count);
        try
        {
            SessionDocument opened = await _machines.OpenSessionAsync(session.Id, new SessionOrder(Captures: requests), cancellationToken);
            return opened.Images.Count == requests.Count
                ? [.. opened.Images.Select((image, at) => new RemoteImage(_connection, _options, session, at, image))]
                : throw new SnapshotStoreException("RemoteAnswerInvalid", $"session {session.Id}", $"It has {opened.Images.Count} machines.", $"{requests.Count}, as ordered.");
        }
        catch
        {
            await session.CloseAsync();
            throw;
        }
    }

    public Task ReleaseCapturesAsync(string machineId, IReadOnlyCollection<string> keep, CancellationToken cancellationToken = default) =>
        _machines.ReleaseAsync(machineId, keep, cancellationToken);

    public async Task<Machine> CreateMachineAsync(
        MachineSpecification specification, IProgress<long>? bytesWritten = null, CancellationToken cancellationToken = default)
    {
        string storeId = (await OpenStoreAsync(cancellationToken)).Id;
        var snapshots = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (diskId, content) in specification.Contents)
        {
            snapshots[diskId] = content.StoreId == storeId && content.SnapshotId is { } snapshotId ? snapshotId : throw new ReplicationException(
                "RemoteContentElsewhere", $"Machine {specification.Machine.Name}, disk {diskId}", "Its content is no snapshot of the store at that site.",
                "a snapshot there, which the server makes the disk of.");
        }

        return await _machines.CreateAsync(new MachineOrder(specification.Machine, specification.Role, snapshots), bytesWritten, cancellationToken);
    }

    public Task DeleteMachineAsync(string machineId, CancellationToken cancellationToken = default) => _machines.DeleteAsync(machineId, cancellationToken);

    public Task<long> AllocatedBytesAsync(string machineId, string diskId, CancellationToken cancellationToken = default) =>
        _machines.MeasureAsync(machineId, diskId, cancellationToken);

    public async Task<IDiskView> OpenDiskAsync(string machineId, string diskId, CancellationToken cancellationToken = default)
    {
        var session = new RemoteSession(_machines, _log, images: 1);
        try
        {
            SessionDocument opened = await _machines.OpenSessionAsync(session.Id, new SessionOrder(Disk: new DiskOrder(machineId, diskId)), cancellationToken);
            return new RemoteDisk(_connection, _options, MachineCalls.SessionPath(session.Id) + "/0/0", opened.Images[0].Disks[0], session.CloseAsync);
        }
        catch
        {
            await session.CloseAsync();
            throw;
        }
    }

    /// <summary>Refused: the server writes its disks itself (<see cref="UpdateDiskAsync"/>).</summary>
    public Task<IDiskTarget> OpenDiskTargetAsync(string machineId, string diskId, long length, CancellationToken cancellationToken = default) =>
        throw new ReplicationException(
            "RemoteDiskNotWritable", $"Machine {machineId}, disk {diskId}", $"Site {Definition.Name} is behind a server, which writes its disks itself.",
            "a snapshot in the store there.");

    public Task<DiskDigest> HashDiskAsync(string machineId, string diskId, IProgress<long>? bytesRead = null, CancellationToken cancellationToken = default) =>
        _machines.HashAsync(machineId, diskId, bytesRead, cancellationToken);

    public Task<DiskUpdateResult> UpdateDiskAsync(
        string machineId, string diskId, string snapshotId, IProgress<long>? bytesRead = null, CancellationToken cancellationToken = default) =>
        _machines.UpdateAsync(machineId, diskId, snapshotId, bytesRead, cancellationToken);

    public Task StartMachineAsync(string machineId, CancellationToken cancellationToken = default) => _machines.StartAsync(machineId, cancellationToken);

    public Task StopMachineAsync(string machineId, CancellationToken cancellationToken = default) => _machines.StopAsync(machineId, cancellationToken);

    public Task<bool> ShutDownMachineAsync(string machineId, TimeSpan limit, CancellationToken cancellationToken = default) =>
        _machines.ShutDownAsync(machineId, limit, cancellationToken);

    /// <summary>It is a file of another computer: <see cref="ReadConsoleAsync"/> has its text.</summary>
    public string? ConsoleOf(string machineId) => null;

    public Task<string?> ReadConsoleAsync(string machineId, CancellationToken cancellationToken = default) => _machines.ReadConsoleAsync(machineId, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _gate.Dispose();
        return ValueTask.CompletedTask;
    }
}
