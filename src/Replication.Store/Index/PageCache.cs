namespace Replication.Store.Index;

/// <summary>
/// Pages that were read and verified. Direct-mapped: a page has one possible place, so that neither lookup nor
/// replacement needs a lock, and the bound is exact. Pages never change and numbers are not reused while a store is
/// open, therefore nothing here ever becomes stale.
/// </summary>
internal sealed class PageCache
{
    /// <summary>8 MiB of pages: the paths to 32 GiB of disk around wherever the readers are.</summary>
    private const int Capacity = 2048;

    private readonly IndexPage?[] _pages = new IndexPage?[Capacity];

    public IndexPage? Find(long number)
    {
        IndexPage? page = Volatile.Read(ref _pages[number % Capacity]);
        return page is not null && page.Number == number ? page : null;
    }

    public void Add(IndexPage page) => Volatile.Write(ref _pages[page.Number % Capacity], page);
}
