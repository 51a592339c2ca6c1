using Replication.Store.Files;

namespace Replication.Store.Data;

/// <summary>
/// Hands out space in the segments of one pending snapshot and flushes what was written. The lock covers the
/// arithmetic only; the data is written outside it by as many threads as there are puts.
/// </summary>
internal sealed class SegmentWriter(SegmentFiles segments, string owner, long segmentBytes) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<WrittenSegment> _unflushed = [];
    private readonly int _capacityPages = (int)(segmentBytes / StorePage.Size);
    private WrittenSegment? _current;
    private int _nextPage;

    /// <summary>Consecutive pages in one segment; the caller writes and then releases it.</summary>
    public WrittenSegment Reserve(int pages, out int firstPage)
    {
        lock (_lock)
        {
            if (_current is null || _nextPage + pages > _capacityPages)
            {
                var (number, file) = segments.Create(owner);
                _current = new WrittenSegment(number, file);
                _unflushed.Add(_current);
                _nextPage = 0;
            }

            firstPage = _nextPage;
            _nextPage += pages;
            _current.Enter();
            return _current;
        }
    }

    /// <summary>Everything that was written and released before the call is on stable storage when it returns.</summary>
    public void Flush()
    {
        WrittenSegment[] written;
        lock (_lock) written = [.. _unflushed];
        foreach (WrittenSegment segment in written)
        {
            bool quiet = segment.IsQuiet;
            segment.File.Flush();
            lock (_lock)
            {
                // One that is full, and that nobody was writing to when it was flushed, is finished for good.
                if (!quiet || segment == _current || !_unflushed.Remove(segment)) continue;
            }

            segment.File.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (WrittenSegment segment in _unflushed) segment.File.Dispose();
            _unflushed.Clear();
            _current = null;
        }
    }
}
