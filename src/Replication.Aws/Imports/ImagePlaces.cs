using System.Text;
using Replication.Core.Platform;

namespace Replication.Aws.Imports;

/// <summary>
/// Buckets and prefixes that images of this workspace went to, one a line: where to look for what a killed process left,
/// also after the settings have changed.
/// </summary>
internal sealed class ImagePlaces(string path)
{
    private const char Separator = '\t';

    private readonly Lock _gate = new();

    public IReadOnlyList<(string Bucket, string Prefix)> All
    {
        get
        {
            lock (_gate) return File.Exists(path) ? [.. File.ReadAllLines(path).Select(Parse)] : [];
        }
    }

    /// <summary>Durable when it returns.</summary>
    public void Add(string bucket, string prefix)
    {
        lock (_gate)
        {
            if (All.Contains((bucket, prefix))) return;
            string temporary = path + ".new";
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                file.Write(Encoding.UTF8.GetBytes(string.Concat(All.Append((bucket, prefix)).Select(place => $"{place.Item1}{Separator}{place.Item2}\n"))));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            DirectorySync.Flush(Path.GetDirectoryName(path)!);
        }
    }

    private static (string Bucket, string Prefix) Parse(string line)
    {
        int at = line.IndexOf(Separator, StringComparison.Ordinal);
        return (line[..at], line[(at + 1)..]);
    }
}
