namespace Replication.Disks.Files;

/// <summary>
/// On-demand pages of a table that may be far larger than memory should be (the BAT of a 64 TiB disk is up to 512 MiB).
/// Memory is bounded by the slots. Pages are immutable and published by one reference write, so concurrent readers need
/// no lock; at worst two of them read the same page.
/// </summary>
internal sealed class PageCache
{
    private readonly PageReader _read;
    private readonly long _start;
    private readonly long _length;
    private readonly int _pageSize;
    private readonly PageSlots _slots;
    private readonly int _owner;

    public PageCache(IImageBytes source, long start, long length, int pageSize, int maxPages)
        : this(source.Read, start, length, pageSize, new PageSlots((int)Math.Clamp((length + pageSize - 1) / pageSize, 1, maxPages)))
    {
    }

    public PageCache(PageReader read, long start, long length, int pageSize, PageSlots slots)
    {
        _read = read;
        _start = start;
        _length = length;
        _pageSize = pageSize;
        _slots = slots;
        _owner = slots.Join();
    }

    /// <summary>Bytes from <paramref name="offset"/> of the table to the end of its page.</summary>
    public ReadOnlySpan<byte> From(long offset)
    {
        long index = offset / _pageSize;
        ref CachedPage? slot = ref _slots[index + _owner];
        CachedPage? page = Volatile.Read(ref slot);
        if (page is null || page.Index != index || page.Owner != this)
        {
            page = Load(index);
            Volatile.Write(ref slot, page);
        }

        return page.Bytes.AsSpan((int)(offset - index * _pageSize));
    }

    private CachedPage Load(long index)
    {
        long offset = index * _pageSize;
        var bytes = new byte[(int)Math.Min(_pageSize, _length - offset)];
        _read(_start + offset, bytes);
        return new CachedPage(this, index, bytes);
    }
}
