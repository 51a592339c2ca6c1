using System.Runtime.CompilerServices;
using Amazon.EBS;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Aws.Snapshots.Calls;
using Replication.Aws.Snapshots.Digests;
using Replication.Aws.Snapshots.Ec2;
using Replication.Aws.Snapshots.Journal;
using Replication.Aws.Snapshots.Reading;
using Replication.Aws.Snapshots.Writing;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots;

/// <summary>
/// Snapshots of EBS through the EBS direct APIs. What the service cannot tell is kept in tags (lengths, root hash), which
/// are the authority, and in the workspace (journals of pending snapshots, digests), which may be lost: a pending snapshot
/// without journal is begun anew under the same client token, digests are read again. docs/ebs.md describes both.
/// </summary>
public sealed class EbsSnapshotStore : ISnapshotStore
{
    private readonly StoreParts _parts;
    private readonly DeferredDeletions _deletions;
    private readonly SnapshotDirectory _directory;
    private readonly SnapshotRemoval _removal;
    private readonly FingerprintRebuilder _rebuilder;
    private readonly SnapshotStarter _starter;
    private readonly BlockWriter _writer;
    private readonly SnapshotCompleter _completer;

    private EbsSnapshotStore(StoreParts parts, DeferredDeletions deletions)
    {
        _parts = parts;
        _deletions = deletions;
        _directory = new SnapshotDirectory(parts, deletions);
        _removal = new SnapshotRemoval(parts, deletions, _directory);
        _rebuilder = new FingerprintRebuilder(parts);
        _starter = new SnapshotStarter(parts, _directory, _removal, _rebuilder, new DirectBeginning(parts, _directory, _removal));
        _writer = new BlockWriter(parts, _directory);
        _completer = new SnapshotCompleter(parts, _directory, _removal, _writer);
    }

    public string Id => $"ebs:{_parts.Options.AccountId}:{_parts.Options.Region}";

    /// <summary>An answer takes tens of milliseconds wherever the service is not next door.</summary>
    public int? PreferredConcurrency => _parts.Options.MaximumConcurrency;

    /// <summary>For what shares the store's journals, and for tests that look below the port.</summary>
    internal StoreParts Parts => _parts;

    internal SnapshotRemoval Removal => _removal;

    /// <summary>Opens the store; the service is asked only when a former process left deletions to finish.</summary>
    /// <param name="options">Account, region and behaviour.</param>
    /// <param name="ebs">Client without retries of its own: the store retries by error class. Stays the caller's.</param>
    /// <param name="ec2">Stays the caller's.</param>
    /// <param name="time">Clock of waits and deadlines.</param>
    /// <param name="logger">Told about repeated calls.</param>
    /// <param name="cancellationToken">Stops the finishing of deletions.</param>
    public static async Task<EbsSnapshotStore> OpenAsync(
        EbsStoreOptions options, IAmazonEBS ebs, IEc2SnapshotOperations ec2, TimeProvider? time = null, ILogger? logger = null,
        CancellationToken cancellationToken = default)
    {
        string state = options.StateFolder;
        Directory.CreateDirectory(state);
        var parts = new StoreParts(
            options,
            WorkspaceOwner.Of(state),
            ebs,
            ec2,
            new AwsCalls(time ?? TimeProvider.System, options.AttemptTimeout, logger ?? NullLogger.Instance),
            JournalFolder.Open(Path.Combine(state, "pending")),
            new FingerprintFolder(Path.Combine(state, "fingerprints")),
            new AdaptiveConcurrency(options.MaximumConcurrency),
            new AdaptiveConcurrency(options.MaximumConcurrency));
        var store = new EbsSnapshotStore(parts, new DeferredDeletions(Path.Combine(state, "deleted")));
        try
        {
            await store._removal.FinishDeferredAsync(cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken = default) =>
        _starter.StartAsync(request, cancellationToken);

    public async ValueTask<BlockDigest> PutBlockAsync(
        string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, BlockDigest? expected = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        PendingJournal journal = await JournalAsync(snapshotId, cancellationToken);
        return await _writer.PutAsync(journal, blockIndex, data, expected, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A null digest: the put was begun and never acknowledged, so the block must be put again before completion.</remarks>
    public async IAsyncEnumerable<SnapshotBlock> ListPendingBlocksAsync(
        string snapshotId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (SnapshotBlock block in ListAsync(await JournalAsync(snapshotId, cancellationToken), cancellationToken)) yield return block;
    }

    /// <summary>What a journal says that the caller put.</summary>
    internal static async IAsyncEnumerable<SnapshotBlock> ListAsync(PendingJournal journal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        foreach (var (block, mark) in journal.Marks())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (mark == Mark.Fill) continue;
            yield return new SnapshotBlock(block, mark == Mark.Begun ? null : mark == Mark.Omitted ? BlockDigest.OfZeroBlock : mark);
        }
    }

    public Task<SnapshotInfo> CompleteAsync(string snapshotId, CompleteSnapshotRequest request, CancellationToken cancellationToken = default) =>
        _completer.CompleteAsync(snapshotId, request, cancellationToken);

    public Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default) => _removal.DeleteAsync(snapshotId, cancellationToken);

    public Task<SnapshotInfo> DescribeAsync(string snapshotId, CancellationToken cancellationToken = default) => _directory.DescribeAsync(snapshotId, cancellationToken);

    public async IAsyncEnumerable<SnapshotInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (SnapshotInfo info in await _directory.ListAsync(cancellationToken)) yield return info;
    }

    public async Task<ISnapshotReader> OpenAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        SnapshotInfo info = await CompletedAsync(snapshotId, cancellationToken);
        _deletions.Opened(snapshotId);
        return new EbsSnapshotReader(_parts, info, _parts.Fingerprints.TryOpen(info.Id, info.Length, info.Root), () => ClosedAsync(snapshotId));
    }

    public async IAsyncEnumerable<ChangedBlock> ListChangedBlocksAsync(
        string firstSnapshotId, string secondSnapshotId, long startingIndex = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        SnapshotInfo first = await CompletedAsync(firstSnapshotId, cancellationToken);
        SnapshotInfo second = await CompletedAsync(secondSnapshotId, cancellationToken);
        await foreach (ChangedBlock block in new ChangedBlockLister(_parts).ListAsync(first, second, startingIndex, cancellationToken)) yield return block;
    }

    /// <summary>
    /// Reads a completed snapshot whose digests this workspace does not have, so that deltas on it can be found by
    /// fingerprint. A start with such a parent does so by itself.
    /// </summary>
    public async Task RebuildFingerprintAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        await _rebuilder.EnsureAsync(await CompletedAsync(snapshotId, cancellationToken), cancellationToken);

    /// <summary>Reads a completed snapshot to its end and keeps its digests; one with another root hash is refused (CorruptIndex).</summary>
    internal Task ProveAsync(SnapshotInfo expected, CancellationToken cancellationToken) => _rebuilder.RebuildAsync(expected, cancellationToken);

    /// <summary>Deletes pending snapshots of this workspace that nothing can continue. Returns their ids.</summary>
    public Task<IReadOnlyList<string>> RemoveAbandonedAsync(TimeSpan olderThan, CancellationToken cancellationToken = default) =>
        _removal.RemoveAbandonedAsync(olderThan, cancellationToken);

    /// <summary>Starts that share everything with this store but the way of the content.</summary>
    internal SnapshotStarter StarterFor(ISnapshotBeginning beginning) => new(_parts, _directory, _removal, _rebuilder, beginning);

    public ValueTask DisposeAsync()
    {
        _starter.Dispose();
        _rebuilder.Dispose();
        _parts.Journals.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask ClosedAsync(string snapshotId)
    {
        if (!_deletions.Closed(snapshotId)) return;
        await _removal.RemoveAsync(snapshotId, CancellationToken.None);
        _deletions.Finished(snapshotId);
    }

    /// <summary>The journal of a pending snapshot; when there is none, what the service says about the snapshot is the reason.</summary>
    private async ValueTask<PendingJournal> JournalAsync(string snapshotId, CancellationToken cancellationToken)
    {
        if (_parts.Journals.Find(snapshotId) is { } journal) return journal;
        SnapshotInfo info = await _directory.DescribeAsync(snapshotId, cancellationToken);
        throw info.State == SnapshotState.Pending ? EbsStoreErrors.JournalLost(snapshotId) : EbsStoreErrors.NotPending(snapshotId, info.State);
    }

    private async Task<SnapshotInfo> CompletedAsync(string snapshotId, CancellationToken cancellationToken)
    {
        SnapshotInfo info = await _directory.DescribeAsync(snapshotId, cancellationToken);
        return info.State == SnapshotState.Completed ? info : throw EbsStoreErrors.NotCompleted(snapshotId, info.State);
    }
}
