using System.IO.Compression;

namespace Replication.Aws.HotAdd.Drivers;

/// <summary>
/// The files of a fetched archive, checked before one of them is written: whoever answers for the download must not be able to
/// write outside of the folder, over the owner's own files, or without end.
/// </summary>
internal static class ArchiveContents
{
    /// <summary>The archives hold some ten files.</summary>
    private const int MaxFiles = 1000;

    private const int UnixTypeShift = 16;
    private const int UnixTypeMask = 0xF000;
    private const int UnixLink = 0xA000;

    /// <summary>Files of the owner, which no archive brings.</summary>
    private static readonly string[] Reserved = [DriverFolder.Boot, DriverFolder.Registry];

    /// <summary>Writes the files into an empty folder.</summary>
    /// <param name="archive">A ZIP archive.</param>
    /// <param name="holds">The file that has to be in it; the folder in which it lies is taken.</param>
    /// <param name="folder">Where they go.</param>
    /// <param name="maxBytes">Most that they may have together.</param>
    /// <param name="cancellationToken">Between files.</param>
    /// <exception cref="InvalidDataException">It is no such archive; nothing was written outside of the folder.</exception>
    public static async Task UnpackAsync(Stream archive, string holds, string folder, long maxBytes, CancellationToken cancellationToken)
    {
        using var zip = new ZipArchive(archive, ZipArchiveMode.Read);
        long left = maxBytes;
        foreach ((string path, ZipArchiveEntry entry) in Choose(zip, holds))
        {
            string target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            long written = await WriteAsync(entry, target, left, cancellationToken);
            left = written <= left ? left - written : throw new InvalidDataException($"it unpacks to more than {maxBytes} bytes");
        }
    }

    private static IReadOnlyList<(string Path, ZipArchiveEntry Entry)> Choose(ZipArchive zip, string holds)
    {
        if (zip.Entries.Count > MaxFiles) throw new InvalidDataException($"it has more than {MaxFiles} entries");
        var files = new Dictionary<string, ZipArchiveEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            // Archives made on Windows have its separators.
            string path = entry.FullName.Replace('\\', '/');
            if (path.EndsWith('/')) continue;
            if (((entry.ExternalAttributes >> UnixTypeShift) & UnixTypeMask) == UnixLink) throw new InvalidDataException($"{path} is a link");
            if (path.Split('/').Any(part => part is "" or "." or ".." || part.Any(IsForbidden))) throw new InvalidDataException($"'{path}' is not a path below a folder");
            if (!files.TryAdd(path, entry)) throw new InvalidDataException($"{path} is in it twice");
        }

        string[] found = [.. files.Keys.Where(path => string.Equals(path.Split('/')[^1], holds, StringComparison.OrdinalIgnoreCase))];
        if (found is not [var place]) throw new InvalidDataException($"it has {found.Length} files {holds}, not one");
        string root = place[..(place.LastIndexOf('/') + 1)];
        (string Path, ZipArchiveEntry Entry)[] chosen =
        [
            .. files.Where(file => file.Key.StartsWith(root, StringComparison.OrdinalIgnoreCase))
                .Select(file => (file.Key == place ? holds : file.Key[root.Length..], file.Value)),
        ];
        string? taken = Array.Find(chosen, file => file.Path.StartsWith('.') || Reserved.Contains(file.Path.Split('/')[0], StringComparer.OrdinalIgnoreCase)).Path;
        return taken is null ? chosen : throw new InvalidDataException($"{taken} is not one of its files");
    }

    /// <summary>A colon begins a drive or a stream of a file in Windows.</summary>
    private static bool IsForbidden(char value) => value == ':' || char.IsControl(value);

    /// <summary>Bytes written, more than the limit where it does not suffice: what the archive says about lengths is not believed.</summary>
    private static async Task<long> WriteAsync(ZipArchiveEntry entry, string target, long limit, CancellationToken cancellationToken)
    {
        await using Stream content = await entry.OpenAsync(cancellationToken);
        await using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        byte[] buffer = new byte[1 << 16];
        long written = 0;
        for (int count; written <= limit && (count = await content.ReadAsync(buffer, cancellationToken)) > 0; written += count)
            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);

        file.Flush(flushToDisk: true);
        return written;
    }
}
