namespace Replication.Disks.Files;

/// <summary>
/// The memory behind one or more <see cref="PageCache"/>: so many pages and no more, however many tables share them.
/// Direct mapped: a page has exactly one slot, so a lookup is one comparison.
/// </summary>
internal sealed class PageSlots(int count)
{
    private readonly CachedPage?[] _pages = new CachedPage?[count];
    private int _owners;

    /// <summary>Number of a new owner: it shifts its pages, so that those of two tables seldom meet in one slot.</summary>
    public int Join() => _owners++;

    public ref CachedPage? this[long place] => ref _pages[place % _pages.Length];
}
