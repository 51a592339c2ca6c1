using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Disks.Vmdk;

/// <summary>
/// A stream into a file that appears only when it is complete: written beside the target under a name of its own,
/// flushed, then renamed without replacing anything. A killed process leaves at most the file of the other name.
/// </summary>
internal static class VmdkFileWriter
{
    public static async Task WriteAsync(string path, IDiskView source, IProgress<long>? bytesWritten, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        RefuseExisting(path);
        string partial = $"{path}.{Guid.NewGuid():N}.partial";
        using var output = new TargetStream(partial, path);
        try
        {
            var options = new VmdkStreamOptions { ExtentName = NameFor(path) };
            await VmdkStreamWriter.WriteAsync(output, source, options, bytesWritten, cancellationToken);
            output.FlushToDisk();
            output.Dispose();
            RefuseExisting(path);
            Publish(partial, path);
        }
        catch
        {
            output.Dispose();
            File.Delete(partial);
            throw;
        }
    }

    private static void Publish(string partial, string path)
    {
        try
        {
            File.Move(partial, path, overwrite: false);
            DirectorySync.Flush(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TargetStream.Translate(path, e);
        }
    }

    /// <summary>A quote or a line end in a file name would break the descriptor; its reader does not need the name.</summary>
    private static string NameFor(string path)
    {
        string name = Path.GetFileName(path);
        return name.Any(c => c == '"' || char.IsControl(c)) ? new VmdkStreamOptions().ExtentName : name;
    }

    private static void RefuseExisting(string path)
    {
        if (Path.Exists(path)) throw new DiskImageException("TargetExists", path, null, "the file exists already.", "a name that is not taken");
    }
}
