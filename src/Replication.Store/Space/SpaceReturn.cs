using Replication.Store.Data;
using Replication.Store.Files;
using Replication.Store.Volumes;

namespace Replication.Store.Space;

/// <summary>
/// Punches extents out of a volume's files and removes segments that nothing is left of. Where the file system cannot
/// punch, the space stays until the whole volume goes. Punching twice does no harm: no page is used a second time.
/// </summary>
internal sealed class SpaceReturn(Volume volume) : IDisposable
{
    private readonly HashSet<uint> _punched = [];
    private readonly HashSet<uint> _unflushed = [];
    private uint _openNumber;
    private IStoreFile? _open;
    private bool _indexPunched;

    public void Punch(FreeExtent extent)
    {
        long offset = extent.Page * StorePage.Size;
        long length = extent.Count * StorePage.Size;
        if (extent.Segment == FreeExtent.IndexSegment)
        {
            volume.Index.OpenForWriting();
            _indexPunched |= volume.Index.TryPunch(extent.Page, extent.Count);
            return;
        }

        if (_open is null || _openNumber != extent.Segment)
        {
            _open?.Dispose();
            _open = volume.Segments.OpenForWriting(extent.Segment);
            _openNumber = extent.Segment;
        }

        // A segment that is gone was unlinked by an earlier attempt at the same deletion.
        if (_open?.TryPunchHole(offset, length) != true) return;
        _punched.Add(extent.Segment);
        _unflushed.Add(extent.Segment);
    }

    public void FlushSegments()
    {
        foreach (uint number in _unflushed)
        {
            using IStoreFile? segment = volume.Segments.OpenForWriting(number);
            segment?.Flush();
        }

        _unflushed.Clear();
    }

    /// <summary>Makes it durable, so that the document which leads to what was punched may go.</summary>
    public void Finish()
    {
        FlushSegments();
        if (_indexPunched) volume.Index.Flush();
        var growing = volume.PendingIds().SelectMany(volume.Segments.OwnedBy).ToHashSet();
        bool unlinked = false;
        foreach (uint number in _punched.Except(growing))
        {
            using (IStoreFile? segment = volume.Segments.OpenForWriting(number))
            {
                if (segment is null || segment.AllocatedBytes() > 0) continue;
            }

            volume.Segments.Unlink(number);
            unlinked = true;
        }

        if (unlinked) volume.Files.FlushDirectory(volume.Paths.Data);
    }

    public void Dispose() => _open?.Dispose();
}
