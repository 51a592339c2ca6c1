using System.Text.Json;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Hypervisors.Local;

/// <summary>One machine of a Local site: its folder and its machine.json.</summary>
internal sealed record MachineFolder(string Directory, MachineFile File)
{
    public string PathOf(MachineFileDisk disk) => DiskPath.Full(disk.Path, Directory);

    /// <summary>Every folder of the site that holds a machine. Folders that begin with a dot are the product's own.</summary>
    public static IEnumerable<string> Find(string site) =>
        System.IO.Directory.EnumerateDirectories(site)
            .Where(directory => !Path.GetFileName(directory).StartsWith('.') && System.IO.File.Exists(Path.Combine(directory, MachineFile.FileName)))
            .Order(StringComparer.Ordinal);

    public static MachineFolder Read(string directory)
    {
        string path = Path.Combine(directory, MachineFile.FileName);
        try
        {
            MachineFile file = JsonSerializer.Deserialize<MachineFile>(System.IO.File.ReadAllBytes(path), MachineFileJson.DocumentOptions)
                ?? throw new JsonException("The file is empty.");
            if (file.Format > MachineFile.CurrentFormat)
                throw new ReplicationException("MachineFileTooNew", path, $"It has format {file.Format}.", $"format {MachineFile.CurrentFormat} or older.");
            if (Missing(file) is { } missing) throw new JsonException(missing);
            return new MachineFolder(directory, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ReplicationException("MachineFileInvalid", path, $"It cannot be read: {error.Message}", "a machine.json that can be read.", inner: error);
        }
        catch (JsonException error)
        {
            throw new ReplicationException("MachineFileInvalid", path, $"It cannot be read: {error.Message}", "a machine.json as docs/local-site.md describes.", inner: error);
        }
    }

    /// <summary>What a hand-written file lacks; JSON's null passes for any text.</summary>
    private static string? Missing(MachineFile file) =>
        string.IsNullOrWhiteSpace(file.Id) ? "id is missing."
        : string.IsNullOrWhiteSpace(file.Name) ? "name is missing."
        : file.Disks is null || file.Nics is null ? "disks or nics is null."
        : file.Disks.Any(disk => disk is null || string.IsNullOrWhiteSpace(disk.Id) || string.IsNullOrWhiteSpace(disk.Path)) ? "a disk has no id or no path."
        : file.Disks.DistinctBy(disk => disk.Id, StringComparer.OrdinalIgnoreCase).Count() < file.Disks.Count ? "two disks have the same id."
        : null;

    /// <summary>Replaces machine.json so that a reader sees the old or the new one, also after a power loss.</summary>
    public void Write()
    {
        string path = Path.Combine(Directory, MachineFile.FileName);
        string temporary = path + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, File, MachineFileJson.DocumentOptions);
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(temporary, path, overwrite: true);
        DirectorySync.Flush(Directory);
    }
}
