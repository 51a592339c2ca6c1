using Replication.Core.Disks;

namespace Replication.Disks.Tests.Vmdk;

internal static class DiskAssert
{
    private const int Step = 1 << 20;

    /// <summary>Every byte equal, and the extents in order, clipped, not adjacent, with nothing but zeros between them.</summary>
    public static async Task SameAsync(string rawPath, IDiskView disk)
    {
        using var raw = File.OpenHandle(rawPath);
        Assert.Equal(RandomAccess.GetLength(raw), disk.Length);
        var covered = await ExtentsAsync(disk);
        var expected = new byte[Step];
        var actual = new byte[Step];
        int next = 0;
        for (long offset = 0; offset < disk.Length; offset += Step)
        {
            int length = (int)Math.Min(Step, disk.Length - offset);
            Assert.Equal(length, RandomAccess.Read(raw, expected.AsSpan(0, length), offset));
            await disk.ReadAsync(offset, actual.AsMemory(0, length));
            Assert.True(expected.AsSpan(0, length).SequenceEqual(actual.AsSpan(0, length)), $"difference in the MiB at {offset}");

            // What the extents leave out has to be zero.
            for (; next < covered.Count && covered[next].Offset < offset + length; next++)
            {
                long from = Math.Max(covered[next].Offset, offset);
                long to = Math.Min(covered[next].End, offset + length);
                actual.AsSpan((int)(from - offset), (int)(to - from)).Clear();
                if (covered[next].End > offset + length) break;
            }

            Assert.False(actual.AsSpan(0, length).ContainsAnyExcept((byte)0), $"data outside the allocated extents in the MiB at {offset}");
        }
    }

    public static async Task<List<Extent>> ExtentsAsync(IDiskView disk, long offset = 0, long? length = null)
    {
        var extents = new List<Extent>();
        long end = offset + (length ?? disk.Length - offset);
        long last = offset - 1;
        await foreach (var extent in disk.AllocatedExtentsAsync(offset, end - offset))
        {
            Assert.True(
                extent.Length > 0 && extent.Offset > last && extent.End <= end, $"extent {extent} after {last} within {offset}..{end}");
            last = extent.End;
            extents.Add(extent);
        }

        return extents;
    }

    /// <summary>Reads of odd sizes at odd places agree with the raw file.</summary>
    public static async Task SameAtRandomPlacesAsync(string rawPath, IDiskView disk, int seed)
    {
        using var raw = File.OpenHandle(rawPath);
        var random = new Random(seed);
        for (int i = 0; i < 200; i++)
        {
            long offset = random.NextInt64(disk.Length);
            var expected = new byte[random.Next(0, (int)Math.Min(200_000, disk.Length - offset + 1))];
            var actual = new byte[expected.Length];
            Assert.Equal(expected.Length, RandomAccess.Read(raw, expected, offset));
            await disk.ReadAsync(offset, actual);
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{expected.Length} bytes at {offset}");
        }
    }
}
