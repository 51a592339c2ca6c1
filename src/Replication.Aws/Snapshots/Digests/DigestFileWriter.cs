using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Digests;

/// <summary>Writes the digests of a disk in ascending order, a page of them at a time, and computes the root hash on the way.</summary>
internal sealed class DigestFileWriter(DigestFile file, long diskLength)
{
    private const int PageDigests = 2048;

    private readonly RootDigest _root = new(diskLength);
    private readonly byte[] _page = new byte[PageDigests * BlockDigest.Size];
    private long _first = -1;
    private int _used;

    public void Add(long block, BlockDigest digest)
    {
        long first = block / PageDigests * PageDigests;
        if (first != _first) WritePage();
        _first = first;
        int slot = (int)(block - first);
        digest.WriteTo(_page.AsSpan(slot * BlockDigest.Size));
        _used = slot + 1;
        _root.Add(block, digest);
    }

    public BlockDigest Finish()
    {
        WritePage();
        file.Flush();
        return _root.Finish();
    }

    private void WritePage()
    {
        if (_used > 0) file.Write(_first, _page.AsSpan(0, _used * BlockDigest.Size));
        _page.AsSpan().Clear();
        _used = 0;
    }
}
