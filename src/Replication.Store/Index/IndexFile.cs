using Replication.Store.Data;
using Replication.Store.Files;

namespace Replication.Store.Index;

/// <summary>
/// The file of index pages of one volume. Append-only: a page number is given out once, page 0 never, so that 0 can
/// mean "absent". Completions that run side by side append in turns of whole chunks.
/// </summary>
internal sealed class IndexFile(IStoreFiles files, PageCache cache, string path) : IDisposable
{
    private readonly Lock _opening = new();
    private IStoreFile? _file;
    private bool _writable;
    private long _nextPage;

    public string Path => path;

    public IndexPage Read(TreeNode node, long firstBlock)
    {
        if (node.Page < 0 || node.Page > long.MaxValue / StorePage.Size) throw Corrupt(null, $"page number {node.Page} is impossible");
        IndexPage? cached = cache.Find(this, node.Page);
        if (cached is not null && cached.Level == node.Level && cached.FirstBlock == firstBlock && cached.NodeDigest == node.Digest) return cached;
        long offset = node.Page * StorePage.Size;
        var bytes = new byte[StorePage.Size];
        int count = OpenForReading().Read(offset, bytes);
        if (count != bytes.Length) throw Corrupt(offset, $"the file ends at byte {offset + count}, inside or before this index page");
        IndexPage page = IndexPage.Parse(bytes, node, firstBlock, out string defect) ?? throw Corrupt(offset, defect);
        cache.Add(this, page);
        return page;
    }

    /// <summary>Opens for appending behind everything that a descriptor may refer to.</summary>
    public void OpenForWriting()
    {
        lock (_opening)
        {
            if (_writable) return;
            _file?.Dispose();
            _file = files.Open(path, StoreFileAccess.OpenOrCreate);
            _nextPage = Math.Max(1, (_file.Length + StorePage.Size - 1) / StorePage.Size);
            _writable = true;
        }
    }

    public long Reserve(int pages) => Interlocked.Add(ref _nextPage, pages) - pages;

    public void Write(long page, ReadOnlySpan<byte> bytes) => Writable().Write(page * StorePage.Size, bytes);

    public void Flush() => Writable().Flush();

    public bool TryPunch(long page, long count) => Writable().TryPunchHole(page * StorePage.Size, count * StorePage.Size);

    public long AllocatedBytes() => files.FileExists(path) ? OpenForReading().AllocatedBytes() : 0;

    public void Dispose() => _file?.Dispose();

    private IStoreFile Writable() => _writable ? _file! : throw new InvalidOperationException("The index was not opened for writing.");

    private IStoreFile OpenForReading()
    {
        lock (_opening)
        {
            try
            {
                return _file ??= files.Open(path, StoreFileAccess.Read);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                throw StoreErrors.CorruptIndex(path, null, "the file is missing", error);
            }
        }
    }

    private Exception Corrupt(long? offset, string found) => StoreErrors.CorruptIndex(path, offset, found);
}
