using Replication.Aws.Methods;
using Replication.Aws.Sites;
using Replication.Aws.Snapshots;
using Replication.Aws.Snapshots.Journal;
using Replication.Aws.Snapshots.Writing;
using Replication.Core.Rules.Methods;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Aws.Imports;

/// <summary>
/// Through images in S3 that VM Import makes snapshots of; increments build on those snapshots over EBS direct. docs/import.md
/// describes it.
/// </summary>
internal sealed class ImportMethod : ITransferMethod, IDiskIntake
{
    private readonly ImportParts _parts;
    private readonly PendingImages _pending;
    private readonly ImageSender _sender;
    private readonly ImportCompleter _completer;
    private readonly SnapshotStarter _starter;
    private readonly ImportRules _rules;

    public ImportMethod(ImportParts parts)
    {
        _parts = parts;
        var upload = new ImageUpload(parts);
        var tasks = new ImportTasks(parts);
        _pending = new PendingImages(parts, upload, tasks);
        _sender = new ImageSender(parts, upload);
        _completer = new ImportCompleter(parts, upload, tasks);
        _starter = parts.Store.StarterFor(_pending);
        _rules = new ImportRules(parts, upload);
    }

    public TransferMethod Method => TransferMethod.Import;

    public bool Names(string snapshotId) => PendingImages.IsId(snapshotId);

    public bool Began(JournalHeader header) => header.Image is not null;

    public Task CleanUpAsync(CancellationToken cancellationToken) => _pending.CleanUpAsync(cancellationToken);

    public Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken) =>
        ImportRules.IsImported(request.ParentId, request.Purpose?.Settings)
            ? _starter.StartAsync(request, cancellationToken)
            : _parts.Store.StartAsync(request, cancellationToken);

    public ValueTask<BlockDigest> PutBlockAsync(
        PendingJournal journal, long block, ReadOnlyMemory<byte> data, BlockDigest? expected, CancellationToken cancellationToken) =>
        throw ImportErrors.TakesWholeDisks(journal.SnapshotId);

    public bool TakesWhole(string snapshotId) => Names(snapshotId);

    public Task<DiskTransferResult> TakeAsync(
        DiskTransferRequest request, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        PendingJournal journal = _parts.Snapshots.Journals.Find(request.SnapshotId) ?? throw EbsStoreErrors.NotFound(request.SnapshotId);
        // A task reads the image, or may; what came after would be in the one and not in the other.
        if (journal.Header.Completing) throw EbsStoreErrors.NotPending(request.SnapshotId, SnapshotState.Completed);
        return SiteErrors.TranslateAsync("Upload", request.SnapshotId, () => _sender.SendAsync(journal, request, progress, cancellationToken), cancellationToken);
    }

    public Task<SnapshotInfo> CompleteAsync(string pendingId, CompleteSnapshotRequest request, CancellationToken cancellationToken) =>
        _completer.CompleteAsync(pendingId, request, cancellationToken);

    public Task<SnapshotInfo?> FindCompletedAsync(string pendingId, CancellationToken cancellationToken) =>
        _completer.FindCompletedAsync(pendingId, cancellationToken);

    public Task RemoveAsync(PendingJournal journal, CancellationToken cancellationToken) => _pending.RemoveAsync(journal, cancellationToken);

    /// <summary>Nothing waits with the content of a completed snapshot.</summary>
    public Task ForgetSnapshotAsync(string snapshotId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> DescribeAsync(TransferSubject subject, CancellationToken cancellationToken) =>
        _rules.DescribeAsync(subject, cancellationToken);

    public Task PrepareAsync(TransferSubject subject, CancellationToken cancellationToken) => _rules.PrepareAsync(subject, cancellationToken);

    /// <summary>Nothing is held between calls.</summary>
    public Task ReleaseAsync(string holder) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _starter.Dispose();
        return ValueTask.CompletedTask;
    }
}
