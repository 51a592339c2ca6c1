using Replication.Core.Disks;

namespace Replication.Disks.Writing;

/// <summary>Writes a disk as raw bytes; whole pages of zeros become holes, and everything else is read back and compared.</summary>
internal static class RawWriter
{
    public static async ValueTask WriteAsync(
        string path, IDiskView source, IProgress<long>? bytesWritten, CancellationToken cancellationToken)
    {
        using NewImageFile file = NewImageFile.Create(path);
        file.SetLength(source.Length);
        await SparseCopy.RunAsync(source, new Sink(file), bytesWritten, cancellationToken);
        file.Commit();
    }

    private sealed class Sink(NewImageFile file) : INonZeroSink
    {
        public void Write(long offset, ReadOnlySpan<byte> data)
        {
            file.Write(offset, data);
            file.RequireWritten(offset, data);
        }
    }
}
