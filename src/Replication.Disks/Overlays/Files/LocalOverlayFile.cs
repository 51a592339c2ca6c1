using Microsoft.Win32.SafeHandles;
using Replication.Core.Platform;

namespace Replication.Disks.Overlays.Files;

internal sealed class LocalOverlayFile(SafeFileHandle handle) : IOverlayFile
{
    public long Length => RandomAccess.GetLength(handle);

    public int Read(long offset, Span<byte> buffer) => handle.ReadFully(offset, buffer);

    public void Write(long offset, ReadOnlySpan<byte> data) => RandomAccess.Write(handle, data, offset);

    public void Flush() => RandomAccess.FlushToDisk(handle);

    public void Discard(long offset, long length) => SparseFile.TryPunchHole(handle, offset, length);

    public void Dispose() => handle.Dispose();
}
