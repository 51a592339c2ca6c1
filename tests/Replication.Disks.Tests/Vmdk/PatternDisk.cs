using System.Runtime.CompilerServices;
using Replication.Core.Disks;

namespace Replication.Disks.Tests.Vmdk;

/// <summary>A disk in memory: zeros with some pieces of content. Its allocated extents are exactly the pieces.</summary>
internal sealed class PatternDisk(long length, int sectorSize = 512) : IDiskView
{
    private readonly SortedDictionary<long, byte[]> _pieces = [];

    public long Length => length;

    public int LogicalSectorSize => sectorSize;

    public string Format => "pattern";

    /// <summary>Called before each read; a test throws or stops from here.</summary>
    public Action<long>? OnRead { get; set; }

    public long BytesRead { get; private set; }

    public PatternDisk Add(long offset, byte[] content)
    {
        _pieces[offset] = content;
        return this;
    }

    /// <summary>Pieces of random bytes (half of them compressible) that never touch.</summary>
    public static PatternDisk Random(int seed, long length, int pieces, int pieceLength)
    {
        var random = new Random(seed);
        var disk = new PatternDisk(length);
        long share = length / pieces;
        for (int i = 0; i < pieces; i++)
        {
            var content = new byte[random.Next(1, (int)Math.Min(pieceLength, share - 1))];
            random.NextBytes(content);
            if (i % 2 == 0) content.AsSpan().Replace((byte)1, (byte)2);
            if (i % 3 == 0) content.AsSpan(content.Length / 2).Fill((byte)i);
            disk.Add(i * share + random.NextInt64(share - content.Length), content);
        }

        return disk;
    }

    /// <summary>The same content as a raw file, sparse.</summary>
    public string WriteRaw(string path)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.SetLength(file, length);
        foreach (var (offset, content) in _pieces) RandomAccess.Write(file, content, offset);
        return path;
    }

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
        long offset, long count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (var (start, content) in _pieces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long from = Math.Max(start, offset);
            long to = Math.Min(start + content.Length, offset + count);
            if (from < to) yield return new Extent(from, to - from);
        }
    }

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Assert.InRange(offset, 0, length);
        Assert.InRange(buffer.Length, 0, length - offset);
        OnRead?.Invoke(offset);
        BytesRead += buffer.Length;
        var target = buffer.Span;
        target.Clear();
        foreach (var (start, content) in _pieces)
        {
            long from = Math.Max(start, offset);
            long to = Math.Min(start + content.Length, offset + buffer.Length);
            if (from < to) content.AsSpan((int)(from - start), (int)(to - from)).CopyTo(target[(int)(from - offset)..]);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
