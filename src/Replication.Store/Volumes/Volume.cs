using Replication.Store.Data;
using Replication.Store.Files;
using Replication.Store.Index;

namespace Replication.Store.Volumes;

/// <summary>
/// One lineage of snapshots: all that descend from the same first one. Nothing is shared with another volume, so that
/// what one owner keeps never depends on another, and the last deletion takes the directory away.
/// What exists is what the directory says; this object holds only open files and the gate.
/// </summary>
internal sealed class Volume(IStoreFiles files, OpenFiles open, PageCache cache, string directory) : IDisposable
{
    public IStoreFiles Files => files;

    public string Id { get; } = Path.GetFileName(directory);

    public VolumePaths Paths { get; } = new(directory);

    public IndexFile Index { get; } = new(files, cache, Path.Combine(directory, "index"));

    public SegmentFiles Segments { get; } = new(files, open, Path.Combine(directory, "data"));

    /// <summary>Held while the set of snapshots changes: starting a child, committing, deleting, reclaiming.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Makes the directories; nothing refers to them before the first document is in.</summary>
    public void Create()
    {
        files.CreateDirectory(Paths.Directory);
        foreach (string inner in new[] { Paths.Data, Paths.Snapshots, Paths.Pending, Paths.Deleted }) files.CreateDirectory(inner);
        files.Open(Paths.Index, StoreFileAccess.OpenOrCreate).Dispose();
        files.FlushDirectory(Paths.Directory);
        files.FlushDirectory(Path.GetDirectoryName(Paths.Directory)!);
    }

    public IEnumerable<string> SnapshotIds() => VolumePaths.Ids(files.ListFiles(Paths.Snapshots));

    public IEnumerable<string> PendingIds() => VolumePaths.Ids(files.ListFiles(Paths.Pending));

    public IEnumerable<string> DeletedIds() => VolumePaths.Ids(files.ListFiles(Paths.Deleted));

    public SnapshotDescriptor? ReadSnapshot(string id) => ReadDescriptor(id, Paths.Snapshot(id));

    public SnapshotDescriptor? ReadDeleted(string id) => ReadDescriptor(id, Paths.DeletedSnapshot(id));

    public SnapshotDescriptor? ReadReclaiming(string id) => ReadDescriptor(id, Paths.Reclaiming(id));

    public SnapshotDescriptor ReadLeased(string id, IStoreFile lease) => Check(id, lease.Path, StoreJson.Read(lease, StoreJson.Default.SnapshotDescriptor))!;

    public PendingHeader? ReadPending(string id)
    {
        string path = Paths.PendingHeader(id);
        PendingHeader? header = StoreJson.Read(files, path, StoreJson.Default.PendingHeader);
        return header is null || (header.Id == id && header.Volume == Id) ? header : throw Misplaced(path, header);
    }

    public IndexTree Tree(SnapshotDescriptor snapshot) => new(Index, snapshot.Top);

    /// <summary>No document is left that refers to data; what else lies in <c>deleted/</c> only says what to free.</summary>
    public bool IsEmpty() => !SnapshotIds().Any() && !PendingIds().Any() && !DeletedIds().Any();

    /// <summary>Removes the directory. Only when no document is left that refers to its content.</summary>
    public void Remove()
    {
        Index.Dispose();
        foreach (uint segment in Segments.All()) Segments.Unlink(segment);
        foreach (string inner in new[] { Paths.Data, Paths.Pending, Paths.Snapshots, Paths.Deleted })
        {
            foreach (string name in files.ListFiles(inner)) files.Delete(Path.Combine(inner, name));
            if (files.DirectoryExists(inner)) files.DeleteDirectory(inner);
        }

        foreach (string name in files.ListFiles(Paths.Directory)) files.Delete(Path.Combine(Paths.Directory, name));
        files.DeleteDirectory(Paths.Directory);
        files.FlushDirectory(Path.GetDirectoryName(Paths.Directory)!);
    }

    public void Dispose() => Index.Dispose();

    private SnapshotDescriptor? ReadDescriptor(string id, string path) => Check(id, path, StoreJson.Read(files, path, StoreJson.Default.SnapshotDescriptor));

    private SnapshotDescriptor? Check(string id, string path, SnapshotDescriptor? snapshot) =>
        snapshot is null || (snapshot.Start.Id == id && snapshot.Start.Volume == Id) ? snapshot : throw Misplaced(path, snapshot.Start);

    private Exception Misplaced(string path, PendingHeader header) =>
        StoreErrors.CorruptIndex(path, null, $"the document is of {header.Id} in volume {header.Volume}, expected the one its name and place say");
}
