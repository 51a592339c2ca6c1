using Replication.Store.Data;

namespace Replication.Store.Space;

/// <summary>
/// Gathers what a walk found, a bounded number at a time, and punches it sorted and joined: neighbours in a tree are
/// nearly always neighbours on disk. Grains go before the pages that lead to them, and pages in ascending order: a
/// child is always written before its parent, so that whatever a crash leaves can still be reached from the top.
/// </summary>
internal sealed class ExtentCollector(SpaceReturn space) : ISpaceSink
{
    private const int Capacity = 64 * 1024;

    private readonly List<FreeExtent> _grains = [];
    private readonly List<FreeExtent> _pages = [];

    public void AddGrain(GrainPointer grain) => Add(_grains, new FreeExtent(grain.Segment, grain.Page, grain.Pages));

    public void AddPage(long page) => Add(_pages, new FreeExtent(FreeExtent.IndexSegment, page, 1));

    public void Flush()
    {
        Punch(_grains);
        if (_pages.Count == 0) return;
        space.FlushSegments();
        Punch(_pages);
    }

    private void Add(List<FreeExtent> extents, FreeExtent extent)
    {
        extents.Add(extent);
        if (extents.Count == Capacity) Flush();
    }

    private void Punch(List<FreeExtent> extents)
    {
        extents.Sort();
        FreeExtent joined = default;
        foreach (FreeExtent extent in extents)
        {
            if (joined.Segment == extent.Segment && joined.Page + joined.Count == extent.Page)
            {
                joined = joined with { Count = joined.Count + extent.Count };
                continue;
            }

            if (joined.Count > 0) space.Punch(joined);
            joined = extent;
        }

        if (joined.Count > 0) space.Punch(joined);
        extents.Clear();
    }
}
