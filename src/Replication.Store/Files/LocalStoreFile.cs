using Microsoft.Win32.SafeHandles;
using Replication.Core.Platform;

namespace Replication.Store.Files;

internal sealed class LocalStoreFile(string path, SafeFileHandle handle) : IStoreFile
{
    public string Path => path;

    public long Length => RandomAccess.GetLength(handle);

    public int Read(long offset, Span<byte> buffer) => handle.ReadFully(offset, buffer);

    public void Write(long offset, ReadOnlySpan<byte> data) => RandomAccess.Write(handle, data, offset);

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    public void Flush() => RandomAccess.FlushToDisk(handle);

    public bool TryPunchHole(long offset, long length) => SparseFile.TryPunchHole(handle, offset, length);

    public long AllocatedBytes() => SparseFile.AllocatedExtents(handle, 0, Length).Sum(extent => extent.Length);

    public void Dispose() => handle.Dispose();
}
