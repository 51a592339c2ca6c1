using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots;

/// <summary>Refusals of the store itself, one factory each; what the service refuses is in <see cref="Calls.AwsErrors"/>.</summary>
internal static class EbsStoreErrors
{
    public static SnapshotStoreException NotFound(string id) => new(ErrorIds.SnapshotNotFound, $"snapshot '{id}'", "there is no such snapshot.") { SnapshotId = id };

    public static SnapshotStoreException NotPending(string id, SnapshotState state) => new(
        "SnapshotNotPending", id, $"its state is {state}.", "a pending snapshot.")
    { SnapshotId = id };

    /// <summary>Which blocks the service holds cannot be asked, so a pending snapshot without its journal is of no use.</summary>
    public static SnapshotStoreException JournalLost(string id) => new(
        "SnapshotNotPending", id, "it is pending, but this workspace has no journal of what was put into it.", "the workspace that started it.",
        "Start again with the same client token: the store then abandons it and begins a new one.")
    { SnapshotId = id };

    public static SnapshotStoreException NotCompleted(string id, SnapshotState state) => new(
        "SnapshotNotCompleted", id, $"its state is {state}.", "a completed snapshot.")
    { SnapshotId = id };

    public static SnapshotStoreException OutOfRange(string id, long index, string found, string needed) => new("BlockOutOfRange", $"{id} block {index}", found, needed)
    { SnapshotId = id, BlockIndex = index };

    public static SnapshotStoreException InvalidLength(long length, long maximum) => new("InvalidLength", "disk length", $"{length} bytes.", $"1 to {maximum} bytes.");

    public static SnapshotStoreException InvalidRequest(string target, string found, string needed) => new("InvalidRequest", target, found, needed);

    public static SnapshotStoreException ParentNotUsable(string parentId, string found, string needed, string? nextStep = null) => new(
        "ParentNotUsable", parentId, found, needed, nextStep)
    { SnapshotId = parentId };

    public static SnapshotStoreException ClientTokenConflict(string token, string id) => new(
        "ClientTokenConflict", $"client token '{token}'", $"it belongs to {id}, which was started with other parameters.", "the same parameters, or another token.")
    { SnapshotId = id };

    public static SnapshotStoreException ChecksumMismatch(string id, long? index, BlockDigest expected, BlockDigest found) => new(
        "ChecksumMismatch", index is null ? id : $"{id} block {index}", $"SHA-256 is {found}.", $"{expected}.", "Nothing was stored; send it again.")
    { SnapshotId = id, BlockIndex = index };

    public static SnapshotStoreException ChangedBlockCountMismatch(string id, long expected, long found) => new(
        "ChangedBlockCountMismatch", id, $"{found} distinct blocks were put.", $"{expected}, as the request says.",
        "List the pending blocks, put what is missing and complete again.")
    { SnapshotId = id };

    public static SnapshotStoreException BlocksInDoubt(string id, long count) => new(
        "ChangedBlockCountMismatch", id, $"of {count} blocks it is not known whether the service has them.", "every block put to its end.",
        "List the pending blocks, put those without a digest again and complete again.")
    { SnapshotId = id };

    public static SnapshotStoreException RootMismatch(string id, BlockDigest expected, BlockDigest found) => new(
        "RootMismatch", id, $"the root hash is {found}.", $"{expected}.", "The disk is not what its sender expects; put the blocks that differ and complete again.")
    { SnapshotId = id };

    public static SnapshotStoreException CorruptBlock(string id, long index, string found) => new(
        ErrorIds.CorruptBlock, $"{id} block {index}", found, nextStep: "Use another recovery point, or send the disk again.")
    { SnapshotId = id, BlockIndex = index };

    public static SnapshotStoreException CorruptIndex(string id, string found) => new(
        ErrorIds.CorruptIndex, id, found, nextStep: "Use another recovery point, or send the disk again.")
    { SnapshotId = id };

    public static SnapshotStoreException Unrelated(string first, string second, Exception inner) => new(
        "UnrelatedSnapshots", $"{first} and {second}", "they share no lineage.", "snapshots of one disk.", "Compare their blocks instead.", inner);

    public static SnapshotStoreException SnapshotFailed(string id, string? message) => new(
        "SnapshotFailed", id, $"the service could not complete it ({message ?? "no reason given"}).", "a snapshot that completes.",
        "Delete it and send the disk again.")
    { SnapshotId = id };

    public static SnapshotStoreException CompletionTooSlow(string id, TimeSpan waited) => new(
        "SnapshotNotCompleted", id, $"the service has been sealing it for {waited}.", "a completed snapshot.", "Complete it again later; nothing is sent again.")
    { SnapshotId = id };

    public static SnapshotStoreException JournalUnsupported(string path, string format) => new(
        "StoreFormatUnsupported", path, $"its format is '{format}'.", Journal.JournalHeader.CurrentFormat, "Use the release that wrote it.")
    { Path = path };
}
