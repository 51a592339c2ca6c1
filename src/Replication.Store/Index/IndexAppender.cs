using Replication.Store.Data;

namespace Replication.Store.Index;

/// <summary>
/// Appends the new pages of one completion, children before parents, many per write. Until the descriptor is
/// committed nobody refers to them, so that <see cref="Discard"/> may give them back at once.
/// </summary>
internal sealed class IndexAppender(IndexFile index)
{
    /// <summary>256 KiB per write; what a small completion leaves of it stays a hole.</summary>
    private const int ChunkPages = 64;

    private readonly byte[] _chunk = new byte[ChunkPages * StorePage.Size];
    private readonly List<long> _chunks = [];
    private int _used = ChunkPages;

    /// <summary>One past the last page that was written.</summary>
    public long End { get; private set; }

    public long PagesWritten { get; private set; }

    public TreeNode Append(IndexPage page)
    {
        var digest = page.Seal();
        if (digest.IsAbsent) return TreeNode.Absent(page.Level);
        if (_used == ChunkPages) NextChunk();
        long number = _chunks[^1] + _used;
        page.WriteTo(_chunk.AsSpan(_used * StorePage.Size), number);
        _used++;
        PagesWritten++;
        End = number + 1;
        return new TreeNode(number, page.Level, digest);
    }

    public void Flush()
    {
        WriteChunk();
        if (PagesWritten > 0) index.Flush();
    }

    public void Discard()
    {
        foreach (long chunk in _chunks) index.TryPunch(chunk, ChunkPages);
    }

    private void NextChunk()
    {
        WriteChunk();
        _chunks.Add(index.Reserve(ChunkPages));
        _used = 0;
    }

    private void WriteChunk()
    {
        if (_chunks.Count > 0) index.Write(_chunks[^1], _chunk.AsSpan(0, _used * StorePage.Size));
    }
}
