using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Digests;

/// <summary>Digests that are being written; gone when disposed before they were published.</summary>
internal sealed class FingerprintDraft : IDisposable
{
    private readonly DigestFile _file;

    public FingerprintDraft(string path, long diskLength)
    {
        Path = path;
        Length = diskLength;
        _file = DigestFile.Create(path, BlockGeometry.BlockCount(diskLength));
    }

    public string Path { get; }

    /// <summary>Of the disk, in bytes.</summary>
    public long Length { get; }

    /// <summary>Fills the file in ascending order.</summary>
    /// <returns>The root hash.</returns>
    public BlockDigest Fill(IEnumerable<(long Block, BlockDigest Digest)> digests)
    {
        var writer = new DigestFileWriter(_file, Length);
        foreach (var (block, digest) in digests) writer.Add(block, digest);
        return writer.Finish();
    }

    /// <summary>Fills one slot, in any order.</summary>
    public void Set(long block, BlockDigest digest) => _file.Set(block, digest);

    public BlockDigest Root()
    {
        _file.Flush();
        return _file.Root(Length);
    }

    public void Close() => _file.Dispose();

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(Path);
    }
}
