using System.Collections.Concurrent;
using System.Globalization;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.S3.Storage;

/// <summary>The begun uploads of a bucket: a folder each with upload.json and a document per part.</summary>
internal sealed class UploadFolder(string directory)
{
    private const string Header = "upload.json";

    // Ids become names of folders.
    private readonly ConcurrentDictionary<string, UploadRecord> _uploads = Load(directory);

    public IEnumerable<UploadRecord> All => _uploads.Values;

    public void Add(UploadRecord upload)
    {
        string folder = Directory.CreateDirectory(Path.Combine(directory, upload.Id)).FullName;
        SealedFile.Write(Path.Combine(folder, Header), StateJson.Write(upload));
        _uploads[upload.Id] = upload;
    }

    public UploadRecord Get(string id, string key) =>
        _uploads.TryGetValue(id, out UploadRecord? upload) && upload.Key == key ? upload : throw S3Refusals.NoSuchUpload(id);

    /// <summary>The part that this one replaces, if any.</summary>
    public PartRecord? Put(string id, PartRecord part)
    {
        string path = Path.Combine(directory, id, part.Number.ToString("d5", CultureInfo.InvariantCulture) + ".json");
        PartRecord? before = File.Exists(path) ? StateJson.Read<PartRecord>(SealedFile.Read(path)) : null;
        SealedFile.Write(path, StateJson.Write(part));
        return before;
    }

    public IReadOnlyList<PartRecord> Parts(string id) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(directory, id), "*.json")
            .Where(path => Path.GetFileName(path) != Header)
            .Order(StringComparer.Ordinal)
            .Select(path => StateJson.Read<PartRecord>(SealedFile.Read(path))),
    ];

    public void Remove(string id)
    {
        _uploads.TryRemove(id, out _);
        SealedFile.Delete(Path.Combine(directory, id, Header));
        Directory.Delete(Path.Combine(directory, id), recursive: true);
    }

    public IEnumerable<string> Bodies() => _uploads.Keys.SelectMany(Parts).Select(part => part.Body);

    private static ConcurrentDictionary<string, UploadRecord> Load(string directory)
    {
        var uploads = new ConcurrentDictionary<string, UploadRecord>(StringComparer.Ordinal);
        foreach (string folder in Directory.EnumerateDirectories(directory))
        {
            string path = Path.Combine(folder, Header);
            if (File.Exists(path)) uploads[Path.GetFileName(folder)] = StateJson.Read<UploadRecord>(SealedFile.Read(path));
            else Directory.Delete(folder, recursive: true);
        }

        return uploads;
    }
}
