namespace Replication.Disks.Files;

/// <summary>
/// On-demand pages of a table that may be far larger than memory should be (the BAT of a 64 TiB disk is up to 512 MiB).
/// Direct mapped: a page has exactly one slot, so a lookup is one comparison and memory is bounded by the slots. Pages
/// are immutable and published by one reference write, so concurrent readers need no lock; at worst two of them read
/// the same page.
/// </summary>
internal sealed class PageCache
{
    private readonly IImageBytes _source;
    private readonly long _start;
    private readonly long _length;
    private readonly int _pageSize;
    private readonly Page?[] _slots;

    public PageCache(IImageBytes source, long start, long length, int pageSize, int maxPages)
    {
        _source = source;
        _start = start;
        _length = length;
        _pageSize = pageSize;
        _slots = new Page?[Math.Clamp((length + pageSize - 1) / pageSize, 1, maxPages)];
    }

    /// <summary>Bytes from <paramref name="offset"/> of the table to the end of its page.</summary>
    public ReadOnlySpan<byte> From(long offset)
    {
        long index = offset / _pageSize;
        ref Page? slot = ref _slots[index % _slots.Length];
        Page? page = Volatile.Read(ref slot);
        if (page is null || page.Index != index)
        {
            page = Load(index);
            Volatile.Write(ref slot, page);
        }

        return page.Bytes.AsSpan((int)(offset - index * _pageSize));
    }

    private Page Load(long index)
    {
        long offset = index * _pageSize;
        var bytes = new byte[(int)Math.Min(_pageSize, _length - offset)];
        _source.Read(_start + offset, bytes);
        return new Page(index, bytes);
    }

    private sealed record Page(long Index, byte[] Bytes);
}
