namespace Replication.Aws.HotAdd.Windows;

/// <summary>An NTFS volume mounted for writing below a folder of its own. Names are found in any case, as Windows finds them.</summary>
internal sealed class NtfsMount : IAsyncDisposable
{
    private readonly string _folder;

    private NtfsMount(string folder) => _folder = folder;

    public static async Task<NtfsMount> OpenAsync(string devicePath, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("replication-ntfs-").FullName;
        try
        {
            await NodeTool.RunAsync("ntfs-3g", ["-o", "rw", devicePath, folder], cancellationToken);
            return new NtfsMount(folder);
        }
        catch
        {
            Directory.Delete(folder);
            throw;
        }
    }

    /// <summary>The path of what is there, or null.</summary>
    public string? Find(params string[] names)
    {
        string at = _folder;
        foreach (string name in names)
        {
            if (!Directory.Exists(at)) return null;
            string? next = Directory.EnumerateFileSystemEntries(at).FirstOrDefault(path => string.Equals(Path.GetFileName(path), name, StringComparison.OrdinalIgnoreCase));
            if (next is null) return null;
            at = next;
        }

        return at;
    }

    /// <summary>Where a new folder of the volume's root goes.</summary>
    public string InRoot(string name) => Find(name) ?? Path.Combine(_folder, name);

    public async ValueTask DisposeAsync()
    {
        await NodeTool.RunAsync("umount", [_folder], CancellationToken.None);
        Directory.Delete(_folder);
    }
}
