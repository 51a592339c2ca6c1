using System.Collections.Concurrent;
using Replication.Core.Platform;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Digests;

/// <summary>
/// The digests of completed snapshots, which EBS does not tell: "snapshot id.root hash.digests". A cache: the root tag of
/// the snapshot is the authority, each file is checked against its root before it is believed for the first time, and a
/// missing one can be made again by reading the snapshot.
/// </summary>
internal sealed class FingerprintFolder
{
    private const string Extension = ".digests";

    /// <summary>Of a snapshot that is deleted while a pending child still needs its digests.</summary>
    private const string OrphanExtension = ".orphan";

    private readonly string _folder;
    private readonly ConcurrentDictionary<string, bool> _believed = new(StringComparer.Ordinal);

    public FingerprintFolder(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        foreach (string leftover in Directory.GetFiles(folder, "*.new")) File.Delete(leftover);
    }

    /// <summary>A new file to be filled and then published or discarded.</summary>
    public FingerprintDraft Draft(string snapshotId, long diskLength) => new(Path.Combine(_folder, $"{snapshotId}.{Guid.NewGuid():N}.new"), diskLength);

    /// <param name="snapshotId">Completed.</param>
    /// <param name="draft">Its digests.</param>
    /// <param name="root">Of them.</param>
    /// <param name="completed">When it was completed, by the store's clock; kept as the time of the file.</param>
    public void Publish(string snapshotId, FingerprintDraft draft, BlockDigest root, DateTimeOffset completed)
    {
        draft.Close();
        File.SetLastWriteTimeUtc(draft.Path, completed.UtcDateTime);
        foreach (string other in Files(snapshotId, Extension)) File.Delete(other);
        string path = Path.Combine(_folder, $"{snapshotId}.{root}{Extension}");
        File.Move(draft.Path, path, overwrite: true);
        DirectorySync.Flush(_folder);
        _believed[path] = true;
    }

    /// <summary>Whether a snapshot is known here to have been completed after a time, and was not deleted from here since.</summary>
    public bool WasCompletedAfter(string snapshotId, DateTimeOffset time) => Files(snapshotId, Extension).Any(path => File.GetLastWriteTimeUtc(path) > time.UtcDateTime);

    /// <summary>The digests of a snapshot, or null when there are none that can be believed.</summary>
    /// <param name="snapshotId">Completed, or deleted and kept for a pending child.</param>
    /// <param name="diskLength">Bytes.</param>
    /// <param name="root">What the snapshot's tag says; null where it has no such tag.</param>
    public DigestFile? TryOpen(string snapshotId, long diskLength, BlockDigest? root)
    {
        foreach (string path in Files(snapshotId, Extension).Concat(Files(snapshotId, OrphanExtension)))
        {
            string named = Path.GetFileName(path).Split('.')[1];
            if (root is { } known && named != known.ToString()) continue;
            DigestFile file;
            try
            {
                file = DigestFile.Open(path, FileAccess.Read);
            }
            catch (FileNotFoundException)
            {
                continue;
            }

            if (_believed.ContainsKey(path)) return file;
            if (file.Blocks == BlockGeometry.BlockCount(diskLength) && file.Root(diskLength).ToString() == named)
            {
                _believed[path] = true;
                return file;
            }

            file.Dispose();
            File.Delete(path);
        }

        return null;
    }

    /// <summary>Keeps the digests of a deleted snapshot for pending children.</summary>
    public void Orphan(string snapshotId)
    {
        foreach (string path in Files(snapshotId, Extension))
        {
            string orphan = Path.ChangeExtension(path, OrphanExtension);
            File.Move(path, orphan, overwrite: true);
            if (_believed.TryRemove(path, out _)) _believed[orphan] = true;
        }
    }

    public void Remove(string snapshotId)
    {
        foreach (string path in Files(snapshotId, Extension)) Delete(path);
        RemoveOrphan(snapshotId);
    }

    /// <summary>The last pending child of a deleted snapshot is gone.</summary>
    public void RemoveOrphan(string snapshotId)
    {
        foreach (string path in Files(snapshotId, OrphanExtension)) Delete(path);
    }

    private void Delete(string path)
    {
        File.Delete(path);
        _believed.TryRemove(path, out _);
    }

    private string[] Files(string snapshotId, string extension) => Directory.GetFiles(_folder, $"{snapshotId}.*{extension}");
}
