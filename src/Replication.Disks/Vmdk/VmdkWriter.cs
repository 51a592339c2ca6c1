using Replication.Core.Disks;
using Replication.Disks.Writing;

namespace Replication.Disks.Vmdk;

/// <summary>Writes a disk as a new streamOptimized VMDK.</summary>
internal static class VmdkWriter
{
    public static async ValueTask WriteAsync(
        string path, IDiskView source, IProgress<long>? bytesWritten, CancellationToken cancellationToken)
    {
        VmdkStreamWriter.CheckSource(source, path);
        using NewImageFile file = NewImageFile.Create(path);
        long position = 0;
        var options = new VmdkStreamOptions { ExtentName = NameFor(path) };
        await VmdkStreamWriter.WriteAsync(Append, path, source, options, bytesWritten, cancellationToken);
        file.Commit();

        ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken token)
        {
            token.ThrowIfCancellationRequested();
            file.Write(position, bytes.Span);
            position += bytes.Length;
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A quote or a line end in a file name would break the descriptor; its reader does not need the name.</summary>
    private static string NameFor(string path)
    {
        string name = Path.GetFileName(path);
        return name.Any(c => c == '"' || char.IsControl(c)) ? new VmdkStreamOptions().ExtentName : name;
    }
}
