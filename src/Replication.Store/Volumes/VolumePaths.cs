namespace Replication.Store.Volumes;

/// <summary>Names inside the directory of one volume (format.md, "Directory").</summary>
internal sealed class VolumePaths(string directory)
{
    public const string DocumentSuffix = ".json";

    public const string ReclaimingSuffix = ".reclaiming";

    public const string AbortSuffix = ".abort";

    public const string LogSuffix = ".log";

    public string Directory => directory;

    public string Data { get; } = Path.Combine(directory, "data");

    public string Snapshots { get; } = Path.Combine(directory, "snapshots");

    public string Pending { get; } = Path.Combine(directory, "pending");

    public string Deleted { get; } = Path.Combine(directory, "deleted");

    public string Index { get; } = Path.Combine(directory, "index");

    public string Snapshot(string id) => Path.Combine(Snapshots, id + DocumentSuffix);

    public string DeletedSnapshot(string id) => Path.Combine(Deleted, id + DocumentSuffix);

    public string Reclaiming(string id) => Path.Combine(Deleted, id + ReclaimingSuffix);

    public string Aborted(string id) => Path.Combine(Deleted, id + AbortSuffix);

    public string PendingHeader(string id) => Path.Combine(Pending, id + DocumentSuffix);

    public string PendingLog(string id) => Path.Combine(Pending, id + LogSuffix);

    /// <summary>Ids of the documents among the files of a directory.</summary>
    public static IEnumerable<string> Ids(IEnumerable<string> files, string suffix = DocumentSuffix) =>
        files.Where(name => name.EndsWith(suffix, StringComparison.Ordinal)).Select(name => name[..^suffix.Length]);
}
