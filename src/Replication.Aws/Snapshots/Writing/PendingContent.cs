using System.Globalization;
using Replication.Aws.Snapshots.Digests;
using Replication.Aws.Snapshots.Journal;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Writing;

/// <summary>
/// What a pending snapshot holds by its journal: the checks of what comes in and of what a completion claims. The same for
/// every way in which blocks get to the service.
/// </summary>
internal sealed class PendingContent(StoreParts parts)
{
    /// <summary>Checks a block before it goes anywhere.</summary>
    /// <returns>Its digest.</returns>
    public static BlockDigest CheckBlock(PendingJournal journal, long block, ReadOnlyMemory<byte> data, BlockDigest? expected)
    {
        string id = journal.SnapshotId;
        long length = journal.Header.Length;
        if (block < 0 || block >= BlockGeometry.BlockCount(length))
            throw EbsStoreErrors.OutOfRange(id, block, "it lies outside of the disk.", $"0 to {BlockGeometry.BlockCount(length) - 1}.");
        if (data.Length != BlockGeometry.BlockSize)
            throw EbsStoreErrors.OutOfRange(id, block, $"{data.Length} bytes.", $"exactly {BlockGeometry.BlockSize} bytes.");
        if (data.Span[BlockGeometry.BytesInBlock(length, block)..].ContainsAnyExcept((byte)0))
            throw EbsStoreErrors.OutOfRange(id, block, "data beyond the end of the disk.", "zeros there.");
        BlockDigest digest = BlockDigest.Compute(data.Span);
        return expected is { } wanted && wanted != digest ? throw EbsStoreErrors.ChecksumMismatch(id, block, wanted, digest) : digest;
    }

    /// <summary>
    /// A block that was never sent reads as zeros only where there is no parent and no encryption, and only as long as
    /// nothing was sent.
    /// </summary>
    public static bool CanOmit(PendingJournal journal, long block)
    {
        if (journal.Header.ParentId is not null || journal.Header.ExplicitZeros) return false;
        BlockDigest mark = journal.Get(block);
        return mark.IsAbsent || mark == Mark.Omitted;
    }

    public static void Check(PendingJournal journal, CompleteSnapshotRequest request)
    {
        string id = journal.SnapshotId;
        if (journal.BegunBlocks > 0) throw EbsStoreErrors.BlocksInDoubt(id, journal.BegunBlocks);
        if (request.ChangedBlocks != journal.PutBlocks) throw EbsStoreErrors.ChangedBlockCountMismatch(id, request.ChangedBlocks, journal.PutBlocks);
        if (request.Checksum is not { } expected) return;
        using var checksum = new LinearChecksum();
        foreach (var (block, mark) in journal.Marks())
        {
            if (mark != Mark.Fill) checksum.Add(block, mark == Mark.Omitted ? BlockDigest.OfZeroBlock : mark);
        }

        BlockDigest found = checksum.Finish();
        if (found != expected) throw EbsStoreErrors.ChecksumMismatch(id, null, expected, found);
    }

    /// <summary>Completing twice with equal arguments is one completion.</summary>
    public static void CheckAgain(SnapshotInfo completed, CompleteSnapshotRequest request)
    {
        if (request.ChangedBlocks != completed.ChangedBlocks) throw EbsStoreErrors.ChangedBlockCountMismatch(completed.Id, request.ChangedBlocks, completed.ChangedBlocks);
        if (request.ExpectedRoot is { } expected && completed.Root is { } root && expected != root) throw EbsStoreErrors.RootMismatch(completed.Id, expected, root);
    }

    /// <summary>Digests of the whole disk, the parent's under those that were put.</summary>
    /// <returns>The root hash, which is the one that is expected.</returns>
    public static BlockDigest Fill(FingerprintDraft draft, PendingJournal journal, DigestFile? parent, CompleteSnapshotRequest request)
    {
        BlockDigest root = draft.Fill(Overlay.Merge(parent?.Scan() ?? [], journal.Marks().Select(mark => (mark.Block, Content(mark.Mark)))));
        return request.ExpectedRoot is { } expected && expected != root ? throw EbsStoreErrors.RootMismatch(journal.SnapshotId, expected, root) : root;
    }

    /// <summary>What a completed snapshot of the store has beside the tags of its start.</summary>
    public static Dictionary<string, string> Tags(PendingJournal journal, BlockDigest root) => new()
    {
        [SnapshotTags.Root] = root.ToString(),
        [SnapshotTags.ChangedBlocks] = journal.PutBlocks.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>All that a snapshot of the store has from its first moment, where it is tagged as a whole.</summary>
    public Dictionary<string, string> AllTags(PendingJournal journal, BlockDigest root)
    {
        Dictionary<string, string> tags = Tags(journal, root);
        foreach ((string key, string value) in journal.Header.Tags) tags[key] = value;
        tags[SnapshotTags.Length] = journal.Header.Length.ToString(CultureInfo.InvariantCulture);
        tags[SnapshotTags.Owner] = parts.OwnerId;
        if (journal.Header.ParentId is { } parentId) tags[SnapshotTags.Parent] = parentId;
        if (journal.Header.ClientToken is { } token) tags[SnapshotTags.Token] = SnapshotStarter.Hash(token);
        return tags;
    }

    public DigestFile? OpenParent(PendingJournal journal)
    {
        if (journal.Header.ParentId is not { } parentId) return null;
        // Made sure of at the start and kept until now; the parent itself may be gone meanwhile.
        return parts.Fingerprints.TryOpen(parentId, journal.Header.ParentLength, journal.Header.ParentRoot)
            ?? throw EbsStoreErrors.JournalLost(journal.SnapshotId);
    }

    /// <summary>What a mark says that the block holds, for the root hash.</summary>
    private static BlockDigest Content(BlockDigest mark) =>
        mark == Mark.Omitted || mark == Mark.Fill || mark == BlockDigest.OfZeroBlock ? default : mark;
}
