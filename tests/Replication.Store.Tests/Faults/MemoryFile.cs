using Replication.Store.Files;

namespace Replication.Store.Tests.Faults;

internal sealed class MemoryFile(MemoryFiles disk, MemoryInode inode, int number, string path, Action? release) : IStoreFile
{
    private Action? _release = release;

    public string Path => path;

    public long Length
    {
        get
        {
            lock (disk.Lock) return inode.Length;
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        lock (disk.Lock) return inode.Read(offset, buffer);
    }

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        lock (disk.Lock)
        {
            disk.Record(new DiskOperation(DiskOperationKind.Write, number, path, "", offset, data.Length, data.ToArray()));
            inode.Write(offset, data);
        }
    }

    public void SetLength(long length)
    {
        lock (disk.Lock)
        {
            disk.Record(new DiskOperation(DiskOperationKind.SetLength, number, path, "", 0, length, []));
            inode.SetLength(length);
        }
    }

    public void Flush()
    {
        lock (disk.Lock) disk.Record(new DiskOperation(DiskOperationKind.Flush, number, path, "", 0, 0, []));
    }

    public bool TryPunchHole(long offset, long length)
    {
        lock (disk.Lock)
        {
            disk.Record(new DiskOperation(DiskOperationKind.Punch, number, path, "", offset, length, []));
            inode.Punch(offset, length);
            return true;
        }
    }

    public long AllocatedBytes()
    {
        lock (disk.Lock) return inode.AllocatedBytes();
    }

    public void Dispose()
    {
        lock (disk.Lock) _release?.Invoke();
        _release = null;
    }
}
