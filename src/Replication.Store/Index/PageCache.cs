namespace Replication.Store.Index;

/// <summary>
/// Pages that were read and verified, of all volumes of a store. Direct-mapped: a page has one possible place, so that
/// neither lookup nor replacement needs a lock, and the bound is exact. Pages never change and numbers are not reused
/// while a store is open, therefore nothing here ever becomes stale.
/// </summary>
internal sealed class PageCache
{
    /// <summary>16 MiB of pages: the paths to 64 GiB of disk around wherever the readers are.</summary>
    private const int Capacity = 4096;

    private readonly Place?[] _places = new Place?[Capacity];

    public IndexPage? Find(IndexFile file, long number)
    {
        Place? place = Volatile.Read(ref _places[Slot(file, number)]);
        return place is not null && place.File == file && place.Page.Number == number ? place.Page : null;
    }

    public void Add(IndexFile file, IndexPage page) => Volatile.Write(ref _places[Slot(file, page.Number)], new Place(file, page));

    private static int Slot(IndexFile file, long number) => (int)((ulong)(number + file.GetHashCode()) % Capacity);

    private sealed record Place(IndexFile File, IndexPage Page);
}
