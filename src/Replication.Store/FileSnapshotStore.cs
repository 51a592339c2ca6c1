using Replication.Core.Fencing;
using Replication.Core.Manifests;
using Replication.Core.Snapshots;
using Replication.Store.Fencing;
using Replication.Store.Files;
using Replication.Store.Index;
using Replication.Store.Maintenance;
using Replication.Store.Manifests;
using Replication.Store.Pending;
using Replication.Store.Reading;
using Replication.Store.Space;
using Replication.Store.Volumes;

namespace Replication.Store;

/// <summary>
/// Snapshots and manifests in a directory; docs/format.md is the specification. One process writes, any number read.
/// Putting and reading blocks runs on the caller's thread and takes no lock worth mentioning: use as many callers as
/// there are cores. Starting, completing, deleting and verifying run on the thread pool.
/// </summary>
public sealed class FileSnapshotStore : IReplicaStorage, ISnapshotLineage, IGrainStore, IStoreMaintenance
{
    private readonly string _directory;
    private readonly StoreOptions _options;
    private readonly StoreHeader _header;
    private readonly StoreLock? _lock;
    private readonly VolumeSet _volumes;
    private readonly ManifestFiles _manifests;
    private readonly EpochBook _epochs;
    private readonly PendingSet _pendings;
    private readonly SnapshotCatalog _catalog;
    private readonly SnapshotStarter _starter;
    private readonly SnapshotRemoval _removal;
    private readonly SnapshotCompleter _completer;
    private readonly StoreVerifier _verifier;
    private bool _disposed;

    private FileSnapshotStore(string directory, StoreOptions options, StoreHeader header, StoreLock? taken)
    {
        _directory = directory;
        _options = options;
        _header = header;
        _lock = taken;
        _volumes = new VolumeSet(options.Files, Path.Combine(directory, StoreOpening.VolumesDirectory));
        _manifests = new ManifestFiles(options.Files, Path.Combine(directory, StoreOpening.ManifestsDirectory));
        Compression = Enum.Parse<StoreCompression>(header.Compression);
        _epochs = new EpochBook(options.Files, Path.Combine(directory, StoreOpening.EpochsDirectory), scope => _pendings!.DrainAsync(scope));
        _pendings = new PendingSet(_volumes, options, Compression, _epochs);
        _catalog = new SnapshotCatalog(_volumes, _pendings, options);
        _starter = new SnapshotStarter(_volumes, _pendings, options.TimeProvider);
        Reclaimer = new Reclaimer(_volumes, options.Logger);
        _removal = new SnapshotRemoval(_catalog, _pendings, _epochs, Reclaimer, options.Logger);
        _completer = new SnapshotCompleter(_catalog, _pendings, _epochs, _removal, options);
        _verifier = new StoreVerifier(_catalog, _manifests);
    }

    public string Id => _header.Id;

    /// <summary>As chosen when the store was created.</summary>
    public StoreCompression Compression { get; }

    /// <summary>The same store as a store of manifests.</summary>
    public IManifestStore Manifests => this;

    private Reclaimer Reclaimer { get; }

    public static Task<FileSnapshotStore> OpenAsync(string directory, StoreOptions options, CancellationToken cancellationToken = default) =>
        Task.Run(
            async () =>
            {
                string path = Path.GetFullPath(directory);
                FileSnapshotStore? store = null;
                try
                {
                    var (header, taken) = StoreOpening.Open(path, options);
                    store = new FileSnapshotStore(path, options, header, taken);
                    if (!options.ReadOnly) await StoreOpening.RecoverAsync(store._volumes, store._manifests, store._epochs, store.Reclaimer, options, cancellationToken);
                    return store;
                }
                catch (Exception error)
                {
                    if (store is not null) await store.DisposeAsync();
                    throw Translate(path, error) ?? error;
                }
            },
            cancellationToken);

    public Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken = default) =>
        ChangeInTurnAsync(WriterScope.OfSnapshot(request.Tags), () => _starter.StartAsync(request, cancellationToken), cancellationToken);

    public ValueTask<BlockDigest> PutBlockAsync(
        string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, BlockDigest? expected = null, CancellationToken cancellationToken = default) =>
        PutAsync(snapshotId, pending => pending.Put(blockIndex, data.Span, expected), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BlockDigest> PutGrainsAsync(
        string snapshotId, long blockIndex, BlockDigest parentDigest, int grainMask, ReadOnlyMemory<byte> data, BlockDigest resultingDigest,
        CancellationToken cancellationToken = default)
    {
        if (!GrainPatch.IsWellFormed(grainMask, data.Length))
        {
            return ValueTask.FromException<BlockDigest>(
                StoreErrors.OutOfRange(snapshotId, blockIndex, $"{data.Length} bytes for grains {grainMask:x}.", "64 KiB for each bit of the lowest eight."));
        }

        return PutAsync(snapshotId, pending => pending.PutGrains(blockIndex, parentDigest, grainMask, data.Span, resultingDigest), cancellationToken);
    }

    /// <summary>Makes everything put so far survive a crash without having to be verified again.</summary>
    public Task CheckpointAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            async () =>
            {
                PendingSnapshot pending = await _pendings.OpenAsync(Valid(snapshotId), cancellationToken);
                pending.Checkpoint();
                return true;
            },
            cancellationToken);

    public async IAsyncEnumerable<SnapshotBlock> ListPendingBlocksAsync(
        string snapshotId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        PendingSnapshot? pending = _options.ReadOnly
            ? null
            : await GuardAsync(() => _pendings.ReviveAsync(Valid(snapshotId), cancellationToken), cancellationToken);
        IAsyncEnumerable<SnapshotBlock> blocks = Sequence(
            () => (pending?.LatestPuts() ?? _catalog.PendingPuts(snapshotId)).Select(record => new SnapshotBlock(record.Block, record.Arrived.Digest)),
            cancellationToken);
        await foreach (SnapshotBlock block in blocks) yield return block;
    }

    public Task<SnapshotInfo> CompleteAsync(string snapshotId, CompleteSnapshotRequest request, CancellationToken cancellationToken = default) =>
        ChangeAsync(() => _completer.CompleteAsync(snapshotId, request, cancellationToken), cancellationToken);

    public Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            async () =>
            {
                await _removal.DeleteAsync(snapshotId, cancellationToken);
                return true;
            },
            cancellationToken);

    public Task<SnapshotInfo> DescribeAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        GuardAsync(() => Task.FromResult(_catalog.Describe(snapshotId)), cancellationToken);

    /// <summary>A volume holds one lineage.</summary>
    public Task<string> FindLineageAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        GuardAsync(() => Task.FromResult(_catalog.Find(snapshotId).Id), cancellationToken);

    public IAsyncEnumerable<SnapshotInfo> ListAsync(CancellationToken cancellationToken = default) => Sequence(_catalog.List, cancellationToken);

    public Task<ISnapshotReader> OpenAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        GuardAsync(() => Task.FromResult<ISnapshotReader>(new SnapshotReader(_catalog.Lease(snapshotId))), cancellationToken);

    /// <summary>Compares by digest, so that it also works between snapshots of different volumes.</summary>
    public IAsyncEnumerable<ChangedBlock> ListChangedBlocksAsync(
        string firstSnapshotId, string secondSnapshotId, long startingIndex = 0, CancellationToken cancellationToken = default) =>
        Sequence(() => SnapshotComparison.Run(_catalog, firstSnapshotId, secondSnapshotId, startingIndex), cancellationToken);

    /// <summary>
    /// Reads and proves every block of one snapshot, or, without an id, every stored block and every manifest of the
    /// store once. Damage is reported, not thrown.
    /// </summary>
    public Task<VerificationReport> VerifyAsync(
        string? snapshotId = null, IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        GuardAsync(() => _verifier.RunAsync(snapshotId, progress, cancellationToken), cancellationToken);

    /// <summary>What each snapshot takes, and what its deletion would give back.</summary>
    public Task<StoreStatistics> StatisticsAsync(CancellationToken cancellationToken = default) =>
        GuardAsync(() => Task.FromResult(new StatisticsWalk(_volumes, cancellationToken).Run()), cancellationToken);

    async Task<StoreSizes> IStoreMaintenance.MeasureAsync(CancellationToken cancellationToken)
    {
        StoreStatistics statistics = await StatisticsAsync(cancellationToken);
        return new StoreSizes(
            statistics.LogicalBytes, statistics.AllocatedBytes, statistics.Snapshots.Count, statistics.PendingSnapshots, statistics.DamagedSnapshots);
    }

    async Task<StoreCheck> IStoreMaintenance.CheckAsync(string? snapshotId, IProgress<long>? blocks, CancellationToken cancellationToken)
    {
        VerificationReport report = await VerifyAsync(snapshotId, blocks is null ? null : new BlockCountRelay(blocks), cancellationToken);
        return new StoreCheck(report.Snapshots, report.Manifests, report.Blocks, report.DamageCount, [.. report.Damages.Select(damage => damage.Message)]);
    }

    public Task<ManifestDocument?> ReadAsync(string name, CancellationToken cancellationToken = default) =>
        GuardAsync(() => Task.FromResult(_manifests.Read(name)), cancellationToken);

    /// <summary>Not public under this name: it could not be told from the list of snapshots.</summary>
    IAsyncEnumerable<string> IManifestStore.ListAsync(string prefix, CancellationToken cancellationToken) =>
        Sequence(() => _manifests.List(prefix), cancellationToken);

    public Task<string> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken = default) =>
        ChangeInTurnAsync(WriterScope.OfManifest(name), () => Task.FromResult(_manifests.Write(name, content.Span, expectedVersion)), cancellationToken);

    public Task DeleteAsync(string name, string expectedVersion, CancellationToken cancellationToken = default) =>
        ChangeInTurnAsync(
            WriterScope.OfManifest(name),
            () =>
            {
                _manifests.Delete(name, expectedVersion);
                return Task.FromResult(true);
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _pendings.CloseAllAsync();
        _volumes.Dispose();
        _lock?.Dispose();
    }

    private static Exception? Translate(string path, Exception error) =>
        StoreFaults.IsForeign(error) ? StoreFaults.Translate(path, error) : null;

    private static string Valid(string id) => SnapshotId.IsValid(id) ? id : throw StoreErrors.NotFound(id);

    private ValueTask<BlockDigest> PutAsync(string snapshotId, Func<PendingSnapshot, BlockDigest> put, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<BlockDigest>(cancellationToken);
        if (!_pendings.TryGet(snapshotId, out PendingSnapshot pending)) return OpenAndPutAsync();
        try
        {
            return new ValueTask<BlockDigest>(put(pending));
        }
        catch (Exception error)
        {
            return ValueTask.FromException<BlockDigest>(Translate(_directory, error) ?? error);
        }

        async ValueTask<BlockDigest> OpenAndPutAsync() =>
            put(await ChangeAsync(() => _pendings.OpenAsync(Valid(snapshotId), cancellationToken), cancellationToken));
    }

    private Task<T> ChangeAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken) =>
        _options.ReadOnly ? Task.FromException<T>(StoreErrors.ReadOnly(_directory)) : GuardAsync(change, cancellationToken);

    private Task<T> ChangeInTurnAsync<T>(string? scope, Func<Task<T>> change, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            using IDisposable? turn = await _epochs.EnterAsync(scope, cancellationToken);
            return await change();
        },
        cancellationToken);

    private Task<T> GuardAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Task.Run(
            async () =>
            {
                try
                {
                    return await work();
                }
                catch (Exception error) when (Translate(_directory, error) is { } translated)
                {
                    throw translated;
                }
            },
            cancellationToken);
    }

    private AsyncSequence<T> Sequence<T>(Func<IEnumerable<T>> open, CancellationToken cancellationToken) =>
        new(open, error => Translate(_directory, error), cancellationToken);
}
