using System.Collections.Concurrent;

namespace Replication.Agent.S3.Storage;

/// <summary>All buckets of the server: their names are one space over all regions and accounts, as in S3.</summary>
internal sealed class Buckets
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly string _directory;

    public Buckets(string directory)
    {
        _directory = Directory.CreateDirectory(directory).FullName;
        foreach (string folder in Directory.EnumerateDirectories(_directory))
        {
            if (Bucket.Open(folder) is { } bucket) _buckets[bucket.Record.Name] = bucket;
            else Directory.Delete(folder, recursive: true);
        }
    }

    public IEnumerable<Bucket> All => _buckets.Values.OrderBy(bucket => bucket.Record.Name, StringComparer.Ordinal);

    public Bucket? Find(string name) => _buckets.GetValueOrDefault(name);

    /// <summary>The bucket of this name: the new one, or the one that has it already.</summary>
    public Bucket GetOrAdd(BucketRecord record, out bool isNew)
    {
        lock (_gate)
        {
            isNew = !_buckets.TryGetValue(record.Name, out Bucket? bucket);
            return bucket ?? (_buckets[record.Name] = Bucket.Create(Path.Combine(_directory, record.Name), record));
        }
    }

    public bool TryRemove(Bucket bucket)
    {
        lock (_gate) return bucket.TryRemove() && _buckets.TryRemove(bucket.Record.Name, out _);
    }
}
