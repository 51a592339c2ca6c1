using Replication.Core.Errors;
using Replication.Core.Fencing;
using Replication.Core.Snapshots;

namespace Replication.Store;

/// <summary>Every refusal of the store, one factory each, so that the same situation never gets two ids.</summary>
internal static class StoreErrors
{
    public static SnapshotStoreException NotFound(string id) => new(
        "SnapshotNotFound", $"snapshot '{id}'", "there is no such snapshot.")
    { SnapshotId = id };

    public static SnapshotStoreException NotPending(string id, string found) => new(
        "SnapshotNotPending", id, found, "a pending snapshot.")
    { SnapshotId = id };

    public static SnapshotStoreException NotCompleted(string id) => new(
        "SnapshotNotCompleted", id, "the snapshot is pending.", "a completed snapshot.", "Complete it first.")
    { SnapshotId = id };

    public static SnapshotStoreException OutOfRange(string id, long index, string found, string needed) => new(
        "BlockOutOfRange", $"{id} block {index}", found, needed)
    { SnapshotId = id, BlockIndex = index };

    public static SnapshotStoreException InvalidLength(long length) => new(
        "InvalidLength", "disk length", $"{length} bytes.", $"1 to {Volumes.VolumeLimits.MaximumDiskLength} bytes.");

    public static SnapshotStoreException InvalidRequest(string target, string found, string needed) => new("InvalidRequest", target, found, needed);

    public static SnapshotStoreException ChecksumMismatch(string id, long? index, BlockDigest expected, BlockDigest found) => new(
        "ChecksumMismatch", index is null ? id : $"{id} block {index}", $"SHA-256 is {found}.", $"{expected}.",
        "Nothing was stored; send it again.")
    { SnapshotId = id, BlockIndex = index };

    public static SnapshotStoreException ChangedBlockCountMismatch(string id, long expected, long found) => new(
        "ChangedBlockCountMismatch", id, $"{found} distinct blocks were put.", $"{expected}, as the request says.",
        "List the pending blocks, put what is missing and complete again.")
    { SnapshotId = id };

    public static SnapshotStoreException RootMismatch(string id, BlockDigest expected, BlockDigest found) => new(
        "RootMismatch", id, $"the root hash is {found}.", $"{expected}.",
        "The disk is not what its sender expects; put the blocks that differ and complete again.")
    { SnapshotId = id };

    public static SnapshotStoreException ParentNotUsable(string parentId, string found, string needed) => new(
        "ParentNotUsable", parentId, found, needed)
    { SnapshotId = parentId };

    public static SnapshotStoreException ClientTokenConflict(string token, string id) => new(
        "ClientTokenConflict", $"client token '{token}'", $"it belongs to {id}, which was started with other parameters.",
        "the same parameters, or another token.")
    { SnapshotId = id };

    public static SnapshotStoreException StaleEpoch(string scope, WriterEpoch found, WriterEpoch newest) => new(
        ErrorIds.StaleEpoch, $"points of VM {scope}", $"epoch {found.Number} ({found.Holder}) is older than {newest.Number} ({newest.Holder}), which has written here.",
        "the newest run of a job on this VM.", "Another process has continued the work; follow the job in the catalog.");

    public static SnapshotStoreException ReadOnly(string directory) => new(
        "StoreReadOnly", directory, "the store was opened for reading only.", "a store opened for writing.")
    { Path = directory };

    public static SnapshotStoreException Locked(string directory, string holder) => new(
        "StoreLocked", directory, $"another process writes to this store ({holder}).", "to be the only writer.",
        "Wait for it, stop it, or open the store read-only.")
    { Path = directory };

    public static SnapshotStoreException LockNotEnforced(string directory) => new(
        "StoreLockNotEnforced", directory, "the file system granted the exclusive lock twice.", "a file system whose locks exclude.",
        "Put the store on a local disk, or set TrustUnenforcedLock when nothing else can reach it.")
    { Path = directory };

    public static SnapshotStoreException StoreNotFound(string directory, string found) => new(
        "StoreNotFound", directory, found, "a store (store.json).", "Create one, or name the right directory.")
    { Path = directory };

    public static SnapshotStoreException Unsupported(string path, string found, string needed) => new(
        "StoreFormatUnsupported", path, found, needed, "Use the release that wrote this store.")
    { Path = path };

    public static SnapshotStoreException CorruptIndex(string path, long? offset, string found, Exception? inner = null) => new(
        "CorruptIndex", offset is null ? path : $"{path} at byte {offset}", found + ".", inner: inner)
    { Path = path, Offset = offset };

    public static SnapshotStoreException CorruptBlock(string? id, long index, string path, long? offset, string found) => new(
        "CorruptBlock", $"{(id is null ? "" : id + " ")}block {index} ({path}{(offset is null ? "" : $" at byte {offset}")})", found + ".",
        nextStep: "Use another recovery point, or send the disk again.")
    { SnapshotId = id, BlockIndex = index, Path = path, Offset = offset };

    public static SnapshotStoreException CorruptManifest(string name, string path, string found) => new(
        "CorruptManifest", $"manifest {name} ({path})", found + ".")
    { Path = path };

    public static SnapshotStoreException Full(string path, Exception? inner = null) => new(
        "StorageFull", path, "the file system has no space left for blocks.", "free space.",
        "Nothing completed is affected. Free space and run again; what was sent is not sent again.", inner)
    { Path = path };

    public static SnapshotStoreException Failed(string path, Exception inner) => new(
        "StoreInputOutput", path, inner.Message, nextStep: "Nothing completed is affected. Remove the cause and run again.", inner: inner)
    { Path = path };

    public static SnapshotStoreException AccessDenied(string path, Exception inner) => new(
        "StoreAccessDenied", path, inner.Message, "the right to read and write there.", inner: inner)
    { Path = path };
}
