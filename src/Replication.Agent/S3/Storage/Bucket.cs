using System.Security.Cryptography;
using System.Text;
using Replication.Agent.Ec2.State;
using Replication.Core.Platform;

namespace Replication.Agent.S3.Storage;

/// <summary>
/// A bucket in a folder: bucket.json, a sealed document per object under objects/, contents under bodies/, begun uploads
/// under uploads/. An object is there when its document is; a content that no document names is swept at the start.
/// All documents are in memory, so that listing in order of keys costs nothing.
/// </summary>
internal sealed class Bucket
{
    private const string Documents = "*.json";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, ObjectRecord> _objects = new(StringComparer.Ordinal);
    private readonly string _directory;

    public Bucket(string directory, BucketRecord record)
    {
        _directory = directory;
        Record = record;
        foreach (string folder in (string[])["objects", "bodies", "uploads"]) Directory.CreateDirectory(Path.Combine(directory, folder));
        foreach (string path in Directory.EnumerateFiles(Path.Combine(directory, "objects"), Documents))
        {
            ObjectRecord item = StateJson.Read<ObjectRecord>(SealedFile.Read(path));
            _objects[item.Key] = item;
        }

        Uploads = new UploadFolder(Path.Combine(directory, "uploads"));
        Sweep();
    }

    public BucketRecord Record { get; private set; }

    public UploadFolder Uploads { get; }

    public string BodyPath(string name) => Path.Combine(_directory, "bodies", name);

    public static Bucket Create(string directory, BucketRecord record)
    {
        Directory.CreateDirectory(directory);
        SealedFile.Write(Path.Combine(directory, "bucket.json"), StateJson.Write(record));
        DirectorySync.Flush(Path.GetDirectoryName(directory)!);
        return new Bucket(directory, record);
    }

    /// <summary>Null for a folder that a crash left before the bucket was there.</summary>
    public static Bucket? Open(string directory)
    {
        string path = Path.Combine(directory, "bucket.json");
        return File.Exists(path) ? new Bucket(directory, StateJson.Read<BucketRecord>(SealedFile.Read(path))) : null;
    }

    public ObjectRecord? Find(string key)
    {
        lock (_gate) return _objects.GetValueOrDefault(key);
    }

    /// <summary>A copy of what is there now, in order of keys.</summary>
    public IReadOnlyList<ObjectRecord> List(string prefix)
    {
        lock (_gate) return [.. _objects.Values.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal))];
    }

    /// <summary>Makes the object what is given, if <paramref name="check"/> does not refuse what is there; both happen at one instant.</summary>
    public void Put(ObjectRecord item, Action<ObjectRecord?> check)
    {
        ObjectRecord? before;
        lock (_gate)
        {
            before = _objects.GetValueOrDefault(item.Key);
            check(before);
            SealedFile.Write(DocumentPath(item.Key), StateJson.Write(item));
            _objects[item.Key] = item;
        }

        if (before is not null) File.Delete(BodyPath(before.Body));
    }

    public void Delete(string key, Action<ObjectRecord?> check)
    {
        ObjectRecord? before;
        lock (_gate)
        {
            before = _objects.GetValueOrDefault(key);
            check(before);
            if (before is null) return;
            SealedFile.Delete(DocumentPath(key));
            _objects.Remove(key);
        }

        File.Delete(BodyPath(before.Body));
    }

    public void Configure(string name, string? xml)
    {
        lock (_gate)
        {
            var settings = Record.Settings.ToDictionary(StringComparer.Ordinal);
            if (xml is null) settings.Remove(name);
            else settings[name] = xml;
            BucketRecord changed = Record with { Settings = settings };
            SealedFile.Write(Path.Combine(_directory, "bucket.json"), StateJson.Write(changed));
            Record = changed;
        }
    }

    /// <summary>Removes the bucket; its own document first, so that a crash leaves no half of it. False when it holds objects.</summary>
    public bool TryRemove()
    {
        lock (_gate)
        {
            if (_objects.Count > 0) return false;
            SealedFile.Delete(Path.Combine(_directory, "bucket.json"));
            Directory.Delete(_directory, recursive: true);
            return true;
        }
    }

    private void Sweep()
    {
        HashSet<string> known = [.. _objects.Values.Select(item => item.Body), .. Uploads.Bodies()];
        foreach (string path in Directory.EnumerateFiles(Path.Combine(_directory, "bodies")))
        {
            if (!known.Contains(Path.GetFileName(path))) File.Delete(path);
        }
    }

    /// <summary>Keys are any text of up to 1,024 bytes; file names are not.</summary>
    private string DocumentPath(string key) =>
        Path.Combine(_directory, "objects", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) + ".json");
}
