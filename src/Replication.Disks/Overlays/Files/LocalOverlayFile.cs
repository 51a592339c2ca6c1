using Microsoft.Win32.SafeHandles;
using Replication.Core.Platform;

namespace Replication.Disks.Overlays.Files;

internal sealed class LocalOverlayFile(SafeFileHandle handle) : IOverlayFile
{
    public long Length => RandomAccess.GetLength(handle);

    public int Read(long offset, Span<byte> buffer)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            int count = RandomAccess.Read(handle, buffer[total..], offset + total);
            if (count == 0) break;
            total += count;
        }

        return total;
    }

    public void Write(long offset, ReadOnlySpan<byte> data) => RandomAccess.Write(handle, data, offset);

    public void Flush() => RandomAccess.FlushToDisk(handle);

    public void Discard(long offset, long length) => SparseFile.TryPunchHole(handle, offset, length);

    public void Dispose() => handle.Dispose();
}
