using System.Runtime.CompilerServices;
using Replication.Aws.HotAdd;
using Replication.Aws.Sites;
using Replication.Aws.Snapshots;
using Replication.Aws.Snapshots.Journal;
using Replication.Core.Machines;
using Replication.Core.Rules.Methods;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Aws.Methods;

/// <summary>
/// The store of a site in which each group chooses how its data arrives: through the EBS direct APIs, or by a
/// <see cref="ITransferMethod"/>. What is pending says itself which way it goes; completed, all snapshots are the same.
/// </summary>
internal sealed class TransferMethodStore : ISnapshotStore, ITransferMethods, IDiskIntake, IGuestPreparation
{
    private readonly EbsSnapshotStore _direct;
    private readonly TransferMethod _default;
    private readonly IReadOnlyList<ITransferMethod> _methods;
    private bool _disposed;

    private TransferMethodStore(EbsSnapshotStore direct, TransferMethod ofSite, IReadOnlyList<ITransferMethod> methods)
    {
        _direct = direct;
        _default = ofSite;
        _methods = methods;
    }

    public string Id => _direct.Id;

    public int? PreferredConcurrency => _direct.PreferredConcurrency;

    private JournalFolder Journals => _direct.Parts.Journals;

    /// <summary>Opens the store; what a killed process left behind is removed. Everything given becomes the store's.</summary>
    /// <param name="direct">Keeps the journals of all methods.</param>
    /// <param name="ofSite">Method where a group says nothing else.</param>
    /// <param name="methods">Those beside EBS direct.</param>
    /// <param name="cancellationToken">Stops the removal.</param>
    public static async Task<TransferMethodStore> OpenAsync(
        EbsSnapshotStore direct, TransferMethod ofSite, IReadOnlyList<ITransferMethod> methods, CancellationToken cancellationToken)
    {
        var store = new TransferMethodStore(direct, ofSite, methods);
        try
        {
            foreach (ITransferMethod method in methods.Where(store.WasUsed))
                await SiteErrors.TranslateAsync("Opening", $"what {method.Method} left", () => method.CleanUpAsync(cancellationToken), cancellationToken);
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
        PendingJournal? begun = request.ClientToken is { } token ? Journals.FindToken(token) : null;
        ITransferMethod? method = begun is not null ? _methods.FirstOrDefault(known => known.Began(begun.Header))
            : request.Purpose is { } purpose ? Find(purpose.Settings)
            : null;
        if (method is null) return _direct.StartAsync(request, cancellationToken);
        if (!WasUsed(method)) File.WriteAllText(MarkPath(method), "");
        return method.StartAsync(request, cancellationToken);
    }

    public async ValueTask<BlockDigest> PutBlockAsync(
        string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, BlockDigest? expected = null, CancellationToken cancellationToken = default) =>
        Named(snapshotId) is { } method
            ? await method.PutBlockAsync(Journal(method, snapshotId), blockIndex, data, expected, cancellationToken)
            : await _direct.PutBlockAsync(snapshotId, blockIndex, data, expected, cancellationToken);

    public async IAsyncEnumerable<SnapshotBlock> ListPendingBlocksAsync(string snapshotId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (SnapshotBlock block in Named(snapshotId) is { } method
            ? EbsSnapshotStore.ListAsync(Journal(method, snapshotId), cancellationToken)
            : _direct.ListPendingBlocksAsync(snapshotId, cancellationToken)) yield return block;
    }

    public bool TakesWhole(string snapshotId) => Named(snapshotId) is IDiskIntake intake && intake.TakesWhole(snapshotId);

    public Task<DiskTransferResult> TakeAsync(DiskTransferRequest request, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Named(request.SnapshotId) is IDiskIntake intake ? intake.TakeAsync(request, progress, cancellationToken) : throw EbsStoreErrors.NotFound(request.SnapshotId);

    public Task<SnapshotInfo> CompleteAsync(string snapshotId, CompleteSnapshotRequest request, CancellationToken cancellationToken = default) =>
        Named(snapshotId) is { } method
            ? SiteErrors.TranslateAsync("Completion", snapshotId, () => method.CompleteAsync(snapshotId, request, cancellationToken), cancellationToken)
            : _direct.CompleteAsync(snapshotId, request, cancellationToken);

    public async Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Named(snapshotId) is { } owner)
        {
            await SiteErrors.TranslateAsync("Deletion", snapshotId, () => owner.RemoveAsync(Journal(owner, snapshotId), cancellationToken), cancellationToken);
            return;
        }

        await _direct.DeleteAsync(snapshotId, cancellationToken);
        foreach (ITransferMethod method in _methods.Where(WasUsed))
            await SiteErrors.TranslateAsync("Deletion", snapshotId, () => method.ForgetSnapshotAsync(snapshotId, cancellationToken), cancellationToken);
    }

    public async Task<SnapshotInfo> DescribeAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        if (Named(snapshotId) is not { } method) return await _direct.DescribeAsync(snapshotId, cancellationToken);
        if (Journals.Find(snapshotId) is { } journal) return SnapshotDirectory.ToInfo(null, journal, snapshotId);
        return await SiteErrors.TranslateAsync("DescribeSnapshots", snapshotId, () => method.FindCompletedAsync(snapshotId, cancellationToken), cancellationToken)
            ?? throw EbsStoreErrors.NotFound(snapshotId);
    }

    public async IAsyncEnumerable<SnapshotInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (SnapshotInfo info in _direct.ListAsync(cancellationToken)) yield return info;
        // Children of what is completed, hence after it.
        foreach (PendingJournal journal in Journals.All.Where(journal => journal.Header is { IsDirect: false, SnapshotId: not null }))
            yield return SnapshotDirectory.ToInfo(null, journal, journal.SnapshotId);
    }

    public Task<ISnapshotReader> OpenAsync(string snapshotId, CancellationToken cancellationToken = default) => Journals.Find(snapshotId)?.Header.IsDirect == false
        ? throw EbsStoreErrors.NotCompleted(snapshotId, SnapshotState.Pending)
        : _direct.OpenAsync(snapshotId, cancellationToken);

    public IAsyncEnumerable<ChangedBlock> ListChangedBlocksAsync(
        string firstSnapshotId, string secondSnapshotId, long startingIndex = 0, CancellationToken cancellationToken = default) =>
        _direct.ListChangedBlocksAsync(firstSnapshotId, secondSnapshotId, startingIndex, cancellationToken);

    public bool AsksForDrivers(TransferSubject subject) => Find(subject.Settings)?.AsksForDrivers(subject) == true;

    public async Task<IReadOnlyList<string>> DescribeAsync(TransferSubject subject, CancellationToken cancellationToken = default) => Find(subject.Settings) is { } method
        ? await SiteErrors.TranslateAsync("Planning", subject.Machine.Name, () => method.DescribeAsync(subject, cancellationToken), cancellationToken)
        : [];

    public async Task PrepareAsync(TransferSubject subject, CancellationToken cancellationToken = default)
    {
        if (Find(subject.Settings) is { } method)
            await SiteErrors.TranslateAsync("Preparing", subject.Machine.Name, () => method.PrepareAsync(subject, cancellationToken), cancellationToken);
    }

    public bool Concerns(Machine machine) => Preparations.Any(preparation => preparation.Concerns(machine));

    public async Task GetReadyAsync(string? nodeId, CancellationToken cancellationToken)
    {
        foreach (IGuestPreparation preparation in Preparations) await preparation.GetReadyAsync(nodeId, cancellationToken);
    }

    public async Task PrepareAsync(string volumeId, string? nodeId, CancellationToken cancellationToken)
    {
        foreach (IGuestPreparation preparation in Preparations) await preparation.PrepareAsync(volumeId, nodeId, cancellationToken);
    }

    public async Task ReleaseAsync(string holder)
    {
        foreach (ITransferMethod method in _methods) await method.ReleaseAsync(holder);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        foreach (ITransferMethod method in _methods) await method.DisposeAsync();
        await _direct.DisposeAsync();
    }

    private IEnumerable<IGuestPreparation> Preparations => _methods.OfType<IGuestPreparation>();

    /// <summary>In the store's folder once a method was used: only then can a crash have left anything to look for.</summary>
    private string MarkPath(ITransferMethod method) => Path.Combine(_direct.Parts.Options.StateFolder, method.Method.ToString().ToLowerInvariant());

    private bool WasUsed(ITransferMethod method) => File.Exists(MarkPath(method));

    private ITransferMethod? Named(string snapshotId) => _methods.FirstOrDefault(method => method.Names(snapshotId));

    /// <summary>Null for EBS direct.</summary>
    private ITransferMethod? Find(TransferSettings settings)
    {
        TransferMethod wanted = settings.Method ?? _default;
        if (wanted == TransferMethod.Ebs) return null;
        return _methods.FirstOrDefault(method => method.Method == wanted) ?? throw TransferMethodErrors.NotAvailable(wanted, _methods.Select(method => method.Method));
    }

    private PendingJournal Journal(ITransferMethod method, string snapshotId) =>
        Journals.Find(snapshotId) is { } journal && method.Began(journal.Header) ? journal : throw EbsStoreErrors.NotFound(snapshotId);
}
