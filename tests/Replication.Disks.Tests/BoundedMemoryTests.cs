using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests;

/// <summary>
/// Mutated images of every format, opened by content and read from end to end: what a file claims never decides how
/// much memory is used. Seeded; REPLICATION_LONG_TESTS=1 runs many times as many.
/// </summary>
[Collection(nameof(BoundedMemoryTests))]
[CollectionDefinition(nameof(BoundedMemoryTests), DisableParallelization = true)]
public sealed class BoundedMemoryTests : IDisposable
{
    private const long MostMemory = 256L << 20;
    private const long MostRead = 48L << 20;

    private static readonly int Rounds = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1" ? 5000 : 100;

    private readonly TestFolder _folder = new();
    private readonly byte[] _buffer = new byte[1 << 20];

    public static TheoryData<string> Images =>
        [.. SmallImage.Checksummed, "vmdk sparse", "vmdk stream", "vmdk flat", "vmdk child"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Images))]
    public async Task A_mutated_image_is_read_to_its_end_or_refused_within_bounded_memory(string kind)
    {
        (string path, byte[] image) = SmallImage.Make(kind, _folder);
        (int Offset, int Length)[] structure = SmallImage.Structure(kind, image);
        int refused = 0;
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        for (int seed = 0; seed < Rounds; seed++)
        {
            (int offset, byte[] mutation) = Mutate(new Random(seed), structure, image);
            RandomAccess.Write(file, mutation, offset);
            long before = GC.GetTotalAllocatedBytes();
            try
            {
                await ReadAllAsync(path);
            }
            catch (DiskImageException refusal)
            {
                Assert.NotEmpty(refusal.ErrorId);
                refused++;
            }

            long allocated = GC.GetTotalAllocatedBytes() - before;
            Assert.True(allocated < MostMemory, $"{kind}, seed {seed}: {allocated} bytes were allocated");
            RandomAccess.Write(file, image.AsSpan(offset, mutation.Length), offset);
        }

        Assert.InRange(refused, 1, Rounds);
        await ReadAllAsync(path);
    }

    /// <summary>From the first byte on, and when the disk claims more than can be read here, its allocated parts as well.</summary>
    private async Task ReadAllAsync(string path)
    {
        await using IDiskView disk = await Content.OpenAsync(path);
        await ReadAsync(disk, new Extent(0, Math.Min(disk.Length, MostRead)));
        if (disk.Length <= MostRead) return;
        long left = MostRead;
        await foreach (Extent extent in disk.AllocatedExtentsAsync(0, disk.Length))
        {
            await ReadAsync(disk, extent with { Length = Math.Min(extent.Length, left) });
            left -= Math.Min(extent.Length, left);
            if (left == 0) break;
        }
    }

    private async Task ReadAsync(IDiskView disk, Extent range)
    {
        for (long offset = range.Offset; offset < range.End; offset += _buffer.Length)
        {
            await disk.ReadAsync(offset, _buffer.AsMemory(0, (int)Math.Min(_buffer.Length, range.End - offset)));
        }
    }

    private static (int Offset, byte[] Mutation) Mutate(Random random, (int Offset, int Length)[] structure, byte[] image)
    {
        (int start, int length) = structure[random.Next(structure.Length)];
        var mutation = new byte[random.Next(1, 9)];
        if (random.Next(3) > 0) random.NextBytes(mutation);
        else mutation.AsSpan().Fill((byte)random.Next(256));
        int offset = Math.Min(start + random.Next(length), image.Length - mutation.Length);
        return (offset, mutation);
    }
}
