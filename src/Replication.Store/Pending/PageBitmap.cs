using Replication.Store.Data;

namespace Replication.Store.Pending;

/// <summary>Pages of one segment that are in use; answers the runs that are not.</summary>
internal sealed class PageBitmap(long fileLength)
{
    private readonly bool[] _used = new bool[(fileLength + StorePage.Size - 1) / StorePage.Size];

    public void Add(GrainPointer grain)
    {
        int end = Math.Min(_used.Length, grain.Page + grain.Pages);
        if (grain.Page < end) _used.AsSpan(grain.Page, end - grain.Page).Fill(true);
    }

    public IEnumerable<(int Page, int Count)> UnusedRuns()
    {
        for (int page = 0; page < _used.Length;)
        {
            int next = Array.IndexOf(_used, !_used[page], page);
            if (next < 0) next = _used.Length;
            if (!_used[page]) yield return (page, next - page);
            page = next;
        }
    }
}
