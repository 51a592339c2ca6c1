using System.Runtime.CompilerServices;
using Amazon.EC2.Model;
using Replication.Aws.Sites;
using Replication.Aws.Snapshots;
using Replication.Aws.Snapshots.Journal;
using Replication.Aws.Snapshots.Writing;
using Replication.Core.Machines;
using Replication.Core.Rules.Methods;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using SnapshotInfo = Replication.Core.Snapshots.SnapshotInfo;
using SnapshotState = Replication.Core.Snapshots.SnapshotState;

namespace Replication.Aws.HotAdd;

/// <summary>
/// The store of a site in which each group chooses how its data arrives: through the EBS direct APIs, or through volumes that
/// are attached to an access node, written there and snapshotted. A pending snapshot of the second kind goes by its volume's
/// id; completed, both are the same. docs/hotadd.md describes it.
/// </summary>
internal sealed class HotAddSnapshotStore : ISnapshotStore, ITransferMethods, IGuestPreparation
{
    /// <summary>In the store's folder once HotAdd was used: only then can a crash have left anything to look for.</summary>
    private const string UsedMark = "hotadd";

    private readonly HotAddParts _parts;
    private readonly EbsSnapshotStore _direct;
    private readonly VolumeHolds _holds;
    private readonly PendingVolumes _pending;
    private readonly VolumeWriter _writer;
    private readonly VolumeCompleter _completer;
    private readonly SnapshotStarter _starter;
    private readonly HotAddRules _rules;
    private readonly GuestPreparation _preparation;
    private bool _disposed;

    private HotAddSnapshotStore(HotAddParts parts, IDriverInjector injector)
    {
        _parts = parts;
        _direct = parts.Store;
        _holds = new VolumeHolds(parts);
        _pending = new PendingVolumes(parts, _holds);
        _writer = new VolumeWriter(_holds);
        var injection = new Injection(parts, injector);
        _completer = new VolumeCompleter(parts, _holds, _writer, _pending, injection);
        _starter = _direct.StarterFor(_pending);
        _preparation = new GuestPreparation(parts, _holds, injection);
        _rules = new HotAddRules(parts, injection, _preparation);
    }

    public string Id => _direct.Id;

    public int? PreferredConcurrency => _direct.PreferredConcurrency;

    /// <summary>Opens the store; what a killed process left attached is detached.</summary>
    public static async Task<HotAddSnapshotStore> OpenAsync(HotAddParts parts, IDriverInjector injector, CancellationToken cancellationToken)
    {
        var store = new HotAddSnapshotStore(parts, injector);
        try
        {
            if (File.Exists(store.MarkPath)) await SiteErrors.TranslateAsync("Opening", "volumes", () => store._pending.CleanUpAsync(cancellationToken), cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>What was begun goes on as it was begun, whatever the settings say meanwhile.</remarks>
    public Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken = default)
    {
        PendingJournal? begun = request.ClientToken is { } token ? _parts.Snapshots.Journals.FindToken(token) : null;
        bool attaches = begun is not null ? begun.Header.Volume is not null : request.Purpose is { } purpose && MethodOf(purpose.Settings) == TransferMethod.HotAdd;
        if (!attaches) return _direct.StartAsync(request, cancellationToken);
        if (!File.Exists(MarkPath)) File.WriteAllText(MarkPath, "");
        return _starter.StartAsync(request, cancellationToken);
    }

    public async ValueTask<BlockDigest> PutBlockAsync(
        string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, BlockDigest? expected = null, CancellationToken cancellationToken = default) =>
        PendingVolumes.IsId(snapshotId)
            ? await _writer.PutAsync(Journal(snapshotId), blockIndex, data, expected, cancellationToken)
            : await _direct.PutBlockAsync(snapshotId, blockIndex, data, expected, cancellationToken);

    public async IAsyncEnumerable<SnapshotBlock> ListPendingBlocksAsync(string snapshotId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (SnapshotBlock block in PendingVolumes.IsId(snapshotId)
            ? EbsSnapshotStore.ListAsync(Journal(snapshotId), cancellationToken)
            : _direct.ListPendingBlocksAsync(snapshotId, cancellationToken)) yield return block;
    }

    public Task<SnapshotInfo> CompleteAsync(string snapshotId, CompleteSnapshotRequest request, CancellationToken cancellationToken = default) =>
        PendingVolumes.IsId(snapshotId)
            ? SiteErrors.TranslateAsync("CreateSnapshot", snapshotId, () => _completer.CompleteAsync(snapshotId, request, cancellationToken), cancellationToken)
            : _direct.CompleteAsync(snapshotId, request, cancellationToken);

    public async Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (PendingVolumes.IsId(snapshotId))
        {
            await _pending.RemoveAsync(Journal(snapshotId), cancellationToken);
            return;
        }

        await _direct.DeleteAsync(snapshotId, cancellationToken);
        if (File.Exists(MarkPath)) await SiteErrors.TranslateAsync("DeleteVolume", snapshotId, () => DeleteWaitingAsync(snapshotId, cancellationToken), cancellationToken);
    }

    public async Task<SnapshotInfo> DescribeAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        if (!PendingVolumes.IsId(snapshotId)) return await _direct.DescribeAsync(snapshotId, cancellationToken);
        if (_parts.Snapshots.Journals.Find(snapshotId) is { } journal) return SnapshotDirectory.ToInfo(null, journal, snapshotId);
        return await SiteErrors.TranslateAsync("DescribeSnapshots", snapshotId, () => _completer.FindCompletedAsync(snapshotId, cancellationToken), cancellationToken)
            ?? throw EbsStoreErrors.NotFound(snapshotId);
    }

    public async IAsyncEnumerable<SnapshotInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (SnapshotInfo info in _direct.ListAsync(cancellationToken)) yield return info;
        // Children of what is completed, hence after it.
        foreach (PendingJournal journal in _parts.Snapshots.Journals.All.Where(journal => journal.Header is { Volume: not null, SnapshotId: not null }))
            yield return SnapshotDirectory.ToInfo(null, journal, journal.SnapshotId);
    }

    public Task<ISnapshotReader> OpenAsync(string snapshotId, CancellationToken cancellationToken = default) => _parts.Snapshots.Journals.Find(snapshotId)?.Header.Volume is null
        ? _direct.OpenAsync(snapshotId, cancellationToken)
        : throw EbsStoreErrors.NotCompleted(snapshotId, SnapshotState.Pending);

    public IAsyncEnumerable<ChangedBlock> ListChangedBlocksAsync(
        string firstSnapshotId, string secondSnapshotId, long startingIndex = 0, CancellationToken cancellationToken = default) =>
        _direct.ListChangedBlocksAsync(firstSnapshotId, secondSnapshotId, startingIndex, cancellationToken);

    public bool AsksForDrivers(TransferSubject subject) => MethodOf(subject.Settings) == TransferMethod.HotAdd && _rules.AsksForDrivers(subject.Machine);

    public Task<IReadOnlyList<string>> DescribeAsync(TransferSubject subject, CancellationToken cancellationToken = default) => MethodOf(subject.Settings) switch
    {
        TransferMethod.Ebs => Task.FromResult<IReadOnlyList<string>>([]),
        TransferMethod.HotAdd => SiteErrors.TranslateAsync("Planning", subject.Machine.Name, () => _rules.DescribeAsync(subject, cancellationToken), cancellationToken),
        TransferMethod method => throw HotAddErrors.NotBuilt(method.ToString()),
    };

    public Task PrepareAsync(TransferSubject subject, CancellationToken cancellationToken = default) => MethodOf(subject.Settings) switch
    {
        TransferMethod.Ebs => Task.CompletedTask,
        TransferMethod.HotAdd => SiteErrors.TranslateAsync("Preparing", subject.Machine.Name, () => _rules.PrepareAsync(subject, cancellationToken), cancellationToken),
        TransferMethod method => throw HotAddErrors.NotBuilt(method.ToString()),
    };

    public bool Concerns(Machine machine) => _preparation.Concerns(machine);

    public Task GetReadyAsync(string? nodeId, CancellationToken cancellationToken) => _preparation.GetReadyAsync(nodeId, cancellationToken);

    public Task PrepareAsync(string volumeId, string? nodeId, CancellationToken cancellationToken) => _preparation.PrepareAsync(volumeId, nodeId, cancellationToken);

    public Task ReleaseAsync(string holder) => _holds.ReleaseAllAsync(holder);

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _holds.ReleaseAllAsync();
        _holds.Dispose();
        _starter.Dispose();
        await _direct.DisposeAsync();
    }

    private string MarkPath => Path.Combine(_parts.Snapshots.Options.StateFolder, UsedMark);

    private TransferMethod MethodOf(TransferSettings settings) => settings.Method ?? _parts.Options.Method;

    private PendingJournal Journal(string volumeId) =>
        _parts.Snapshots.Journals.Find(volumeId) is { Header.Volume: not null } journal ? journal : throw EbsStoreErrors.NotFound(volumeId);

    /// <summary>Volumes that waited for a machine with the content of a snapshot that is gone.</summary>
    private async Task DeleteWaitingAsync(string snapshotId, CancellationToken cancellationToken)
    {
        foreach (Volume volume in await _parts.Lookup.VolumesAsync(TagLists.TagFilter(HotAddTags.Integrity, snapshotId), cancellationToken))
        {
            if (volume.Attachments is not { Count: > 0 }) await _parts.Attachments.DeleteAsync(volume.VolumeId!, cancellationToken);
        }
    }
}
