using System.Collections.Concurrent;
using Replication.Store.Files;
using Replication.Store.Index;

namespace Replication.Store.Volumes;

/// <summary>
/// The volumes of a store. What exists is looked up on disk at every call, so that a read-only store sees what the
/// writer beside it does; a remembered place is only a hint where to look first.
/// </summary>
internal sealed class VolumeSet(IStoreFiles files, string directory) : IDisposable
{
    private readonly OpenFiles _openFiles = new(files);
    private readonly PageCache _cache = new();
    private readonly ConcurrentDictionary<string, Volume> _volumes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _hints = new(StringComparer.Ordinal);

    public IEnumerable<Volume> All() => files.ListDirectories(directory).Select(Open);

    /// <summary>The volume that holds a snapshot, completed or pending.</summary>
    public Volume? Find(string id)
    {
        if (_hints.TryGetValue(id, out string? hint) && Open(hint) is var known && Holds(known, id)) return known;
        foreach (Volume volume in All())
        {
            if (!Holds(volume, id)) continue;
            _hints[id] = volume.Id;
            return volume;
        }

        return null;
    }

    public Volume Create()
    {
        string id = $"vol-{Guid.NewGuid():N}";
        Volume volume = Open(id);
        volume.Create();
        return volume;
    }

    public void Remove(Volume volume)
    {
        _volumes.TryRemove(volume.Id, out _);
        volume.Remove();
    }

    public void Dispose()
    {
        foreach (Volume volume in _volumes.Values) volume.Dispose();
        _openFiles.Dispose();
    }

    private Volume Open(string id) => _volumes.GetOrAdd(id, name => new Volume(files, _openFiles, _cache, Path.Combine(directory, name)));

    private bool Holds(Volume volume, string id) => files.FileExists(volume.Paths.Snapshot(id)) || files.FileExists(volume.Paths.PendingHeader(id));
}
