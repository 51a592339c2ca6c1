using System.Security.Cryptography;
using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Disks.Tests.Support;

/// <summary>Makes and compares disk content.</summary>
internal static class Content
{
    public static byte[] Random(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Mostly zeros, with random runs of random length at random places, on no particular alignment.</summary>
    public static byte[] Sparse(long length, int seed, int runs = 24, int maxRun = 300_000)
    {
        var random = new Random(seed);
        var bytes = new byte[length];
        for (int i = 0; i < runs; i++)
        {
            int start = (int)random.NextInt64(length);
            int size = (int)Math.Min(random.Next(1, maxRun), length - start);
            random.NextBytes(bytes.AsSpan(start, size));
        }

        return bytes;
    }

    /// <summary>Writes content as a file with holes where whole pages are zero.</summary>
    public static void WriteSparse(string path, ReadOnlySpan<byte> content)
    {
        const int Page = 4096;
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.SetLength(file, content.Length);
        for (int offset = 0; offset < content.Length; offset += Page)
        {
            ReadOnlySpan<byte> page = content[offset..Math.Min(content.Length, offset + Page)];
            if (page.ContainsAnyExcept((byte)0)) RandomAccess.Write(file, page, offset);
        }
    }

    public static async Task<IDiskView> OpenAsync(string path) => await new DiskImages().OpenAsync(path);

    public static async Task<byte[]> ReadAsync(IDiskView disk, long offset, int length)
    {
        var bytes = new byte[length];
        // Whatever was in the buffer before must not show through.
        Array.Fill(bytes, (byte)0xEE);
        await disk.ReadAsync(offset, bytes);
        return bytes;
    }

    public static async Task<byte[]> ReadAllAsync(string path)
    {
        await using IDiskView disk = await OpenAsync(path);
        return await ReadAsync(disk, 0, (int)disk.Length);
    }

    public static async Task<List<Extent>> ExtentsAsync(IDiskView disk, long offset, long length)
    {
        var extents = new List<Extent>();
        await foreach (Extent extent in disk.AllocatedExtentsAsync(offset, length)) extents.Add(extent);
        return extents;
    }

    /// <summary>
    /// The whole contract of a view against the content it must show: length, whole read, random reads on no alignment,
    /// and extents that are ascending, apart, inside the request and cover everything that is not zero.
    /// </summary>
    public static async Task AssertShowsAsync(IDiskView disk, byte[] expected, int seed = 1)
    {
        Assert.Equal(expected.Length, disk.Length);
        Assert.Equal(SHA256.HashData(expected), SHA256.HashData(await ReadAsync(disk, 0, expected.Length)));
        var random = new Random(seed);
        for (int i = 0; i < 64; i++)
        {
            int offset = random.Next(expected.Length);
            int length = random.Next(Math.Min(expected.Length - offset, 200_000)) + 1;
            byte[] read = await ReadAsync(disk, offset, length);
            Assert.True(expected.AsSpan(offset, length).SequenceEqual(read), $"{length} bytes at {offset}");
        }

        await AssertExtentsAsync(disk, expected, 0, expected.Length);
        int from = random.Next(expected.Length);
        await AssertExtentsAsync(disk, expected, from, random.Next(expected.Length - from));
    }

    public static async Task AssertShowsAsync(string path, byte[] expected)
    {
        await using IDiskView disk = await OpenAsync(path);
        await AssertShowsAsync(disk, expected);
    }

    public static async Task<DiskImageException> RefusedAsync(string path, string errorId)
    {
        var refusal = await Assert.ThrowsAsync<DiskImageException>(async () =>
        {
            await using IDiskView disk = await OpenAsync(path);
            await ReadAsync(disk, 0, (int)Math.Min(disk.Length, int.MaxValue / 2));
        });
        Assert.Equal(errorId, refusal.ErrorId);
        return refusal;
    }

    private static async Task AssertExtentsAsync(IDiskView disk, byte[] expected, long offset, long length)
    {
        long position = offset;
        bool first = true;
        foreach (Extent extent in await ExtentsAsync(disk, offset, length))
        {
            Assert.True(
                extent.Length > 0 && extent.Offset >= offset && extent.End <= offset + length, $"{extent} within {offset}+{length}");
            Assert.True(first ? extent.Offset >= position : extent.Offset > position, $"{extent} after {position}");
            Assert.False(
                expected.AsSpan((int)position, (int)(extent.Offset - position)).ContainsAnyExcept((byte)0), $"data before {extent}");
            position = extent.End;
            first = false;
        }

        Assert.False(
            expected.AsSpan((int)position, (int)(offset + length - position)).ContainsAnyExcept((byte)0), $"data after {position}");
    }
}
