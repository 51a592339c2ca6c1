using Microsoft.Extensions.Logging;
using Replication.Core.Snapshots;
using Replication.Store.Index;
using Replication.Store.Volumes;

namespace Replication.Store.Pending;

/// <summary>
/// Turns a pending snapshot into a completed one: flush the data · write the new index pages · check count, checksum
/// and root against the request · flush the index. Nothing of it is visible before <see cref="Commit"/>, which the
/// caller does while it holds the volume's gate.
/// </summary>
internal sealed class SnapshotCompletion(PendingSnapshot pending, StoreOptions options)
{
    public SnapshotDescriptor Prepare(CompleteSnapshotRequest request, CancellationToken cancellationToken)
    {
        PendingHeader header = pending.Header;
        pending.Checkpoint();
        if (pending.DistinctBlocks != request.ChangedBlocks)
            throw StoreErrors.ChangedBlockCountMismatch(header.Id, request.ChangedBlocks, pending.DistinctBlocks);

        IndexFile index = pending.Volume.Index;
        index.OpenForWriting();
        var appender = new IndexAppender(index);
        try
        {
            using var records = new RecordStream(pending.LatestPuts(), cancellationToken);
            int level = TreeGeometry.TopLevel(header.Length);
            TreeNode top = new TreeMerge(index, appender, records).Run(pending.Parent?.Top ?? TreeNode.Absent(level), level);
            BlockDigest checksum = records.FinishChecksum();
            BlockDigest root = RootDigest.OfDisk(header.Length, top.Digest);
            if (records.Count != request.ChangedBlocks) throw StoreErrors.ChangedBlockCountMismatch(header.Id, request.ChangedBlocks, records.Count);
            if (request.Checksum is { } sum && sum != checksum) throw StoreErrors.ChecksumMismatch(header.Id, null, sum, checksum);
            if (request.ExpectedRoot is { } expected && expected != root) throw StoreErrors.RootMismatch(header.Id, expected, root);
            appender.Flush();
            StoreLog.Completed(options.Logger, header.Id, records.Count, appender.PagesWritten);
            return new SnapshotDescriptor(
                header, options.TimeProvider.GetUtcNow(), records.Count, checksum.ToString(), root.ToString(), top.Page, top.Digest.ToString(),
                Math.Max(appender.End, pending.Parent?.IndexEnd ?? 0));
        }
        catch
        {
            appender.Discard();
            throw;
        }
    }

    /// <summary>The moment at which the snapshot begins to exist.</summary>
    public static void Commit(Volume volume, SnapshotDescriptor descriptor) =>
        StoreJson.Write(volume.Files, volume.Paths.Snapshot(descriptor.Start.Id), descriptor, StoreJson.Default.SnapshotDescriptor);

    /// <summary>A repeated request must ask for what was committed.</summary>
    public static void CheckRepeated(SnapshotDescriptor snapshot, CompleteSnapshotRequest request)
    {
        string id = snapshot.Start.Id;
        if (request.ChangedBlocks != snapshot.ChangedBlocks) throw StoreErrors.ChangedBlockCountMismatch(id, request.ChangedBlocks, snapshot.ChangedBlocks);
        if (request.Checksum is { } sum && sum.ToString() != snapshot.Checksum)
            throw StoreErrors.ChecksumMismatch(id, null, sum, BlockDigest.Parse(snapshot.Checksum));
        if (request.ExpectedRoot is { } root && root.ToString() != snapshot.Root)
            throw StoreErrors.RootMismatch(id, root, BlockDigest.Parse(snapshot.Root));
    }
}
