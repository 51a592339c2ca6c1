using Replication.Store.Data;

namespace Replication.Store.Tests.Faults;

/// <summary>Content and locks of one file in memory.</summary>
internal sealed class MemoryInode
{
    private readonly HashSet<long> _pages = [];
    private byte[] _bytes = [];

    public long Length { get; private set; }

    public int SharedLocks { get; set; }

    public bool ExclusiveLock { get; set; }

    public int Read(long offset, Span<byte> buffer)
    {
        int count = (int)Math.Clamp(Length - offset, 0, buffer.Length);
        if (count > 0) _bytes.AsSpan((int)offset, count).CopyTo(buffer);
        return count;
    }

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        SetLength(Math.Max(Length, offset + data.Length));
        data.CopyTo(_bytes.AsSpan((int)offset));
        for (long page = offset / StorePage.Size; page * StorePage.Size < offset + data.Length; page++) _pages.Add(page);
    }

    public void SetLength(long length)
    {
        if (length > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Max(length, 2L * _bytes.Length));
        if (length < Length) _bytes.AsSpan((int)length, (int)(Length - length)).Clear();
        Length = length;
        _pages.RemoveWhere(page => page * StorePage.Size >= length);
    }

    public void Punch(long offset, long length)
    {
        long end = Math.Min(Length, offset + length);
        _pages.RemoveWhere(page => page * StorePage.Size >= offset && (page + 1) * StorePage.Size <= offset + length);
        if (end > offset) _bytes.AsSpan((int)offset, (int)(end - offset)).Clear();
    }

    public long AllocatedBytes() => (long)_pages.Count * StorePage.Size;
}
