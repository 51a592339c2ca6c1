using Microsoft.Win32.SafeHandles;
using Replication.Core.Platform;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Digests;

/// <summary>
/// One digest per block of a disk in a sparse file: 32 bytes at 32 × block index, zeros where there is none. A disk of
/// 64 TiB needs 4 GiB of addresses and only as many bytes as it has digests, and nothing of it is held in memory.
/// A slot is aligned to its size and therefore never crosses a page: a killed process leaves the old or the new one.
/// </summary>
internal sealed class DigestFile : IDisposable
{
    /// <summary>2,048 digests, a gigabyte of disk, are read at once.</summary>
    private const int ScanBytes = 64 * 1024;

    private readonly SafeFileHandle _file;

    private DigestFile(SafeFileHandle file, long blocks)
    {
        _file = file;
        Blocks = blocks;
    }

    public long Blocks { get; }

    public static DigestFile Create(string path, long blocks)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            SparseFile.MarkSparse(file);
            RandomAccess.SetLength(file, blocks * BlockDigest.Size);
            return new DigestFile(file, blocks);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static DigestFile Open(string path, FileAccess access)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        return new DigestFile(file, RandomAccess.GetLength(file) / BlockDigest.Size);
    }

    /// <summary>The digest, or the default value; blocks beyond the disk have none.</summary>
    public BlockDigest Get(long block)
    {
        if (block >= Blocks) return default;
        Span<byte> slot = stackalloc byte[BlockDigest.Size];
        int read = RandomAccess.Read(_file, slot, block * BlockDigest.Size);
        return read == slot.Length ? new BlockDigest(slot) : default;
    }

    public void Set(long block, BlockDigest digest)
    {
        Span<byte> slot = stackalloc byte[BlockDigest.Size];
        digest.WriteTo(slot);
        RandomAccess.Write(_file, slot, block * BlockDigest.Size);
    }

    /// <summary>Writes the digests of consecutive blocks.</summary>
    public void Write(long firstBlock, ReadOnlySpan<byte> digests) => RandomAccess.Write(_file, digests, firstBlock * BlockDigest.Size);

    /// <summary>Every block that has a digest, ascending; holes of the file cost nothing.</summary>
    public IEnumerable<(long Block, BlockDigest Digest)> Scan(long from = 0)
    {
        var buffer = new byte[ScanBytes];
        long start = from * BlockDigest.Size;
        long end = Blocks * BlockDigest.Size;
        foreach (Core.Disks.Extent extent in SparseFile.AllocatedExtents(_file, start, end - start))
        {
            // The extents of a file system begin anywhere; slots begin at multiples of their size.
            long offset = extent.Offset / BlockDigest.Size * BlockDigest.Size;
            while (offset < extent.End)
            {
                int length = RandomAccess.Read(_file, buffer.AsSpan(0, (int)Math.Min(ScanBytes, end - offset)), offset);
                if (length == 0) yield break;
                for (int at = 0; at + BlockDigest.Size <= length && offset + at < extent.End; at += BlockDigest.Size)
                {
                    var digest = new BlockDigest(buffer.AsSpan(at, BlockDigest.Size));
                    if (!digest.IsAbsent) yield return ((offset + at) / BlockDigest.Size, digest);
                }

                offset += ScanBytes;
            }
        }
    }

    public BlockDigest Root(long diskLength)
    {
        var root = new RootDigest(diskLength);
        foreach (var (block, digest) in Scan()) root.Add(block, digest);
        return root.Finish();
    }

    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();
}
