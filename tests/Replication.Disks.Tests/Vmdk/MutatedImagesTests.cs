using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Replication.Core.Errors;
using Replication.Disks.Vmdk;

namespace Replication.Disks.Tests.Vmdk;

/// <summary>
/// Seeded mutations of every kind of file of the format. Whatever they are, opening and reading ends soon, within bounded
/// memory, with success or with a refusal. REPLICATION_LONG_TESTS=1 runs far more of them.
/// </summary>
public sealed class MutatedImagesTests : IDisposable
{
    private const long MostMemory = 256L << 20;
    private const int MostRead = 4 << 20;

    /// <summary>Where the numbers of a sparse header are, zeros included.</summary>
    private const int HeaderBytes = 80;

    private static readonly ulong[] Interesting =
        [
            0, 1, 2, 127, 128, 255, 512, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1UL << 32, 1UL << 53, 1UL << 54, long.MaxValue,
            1UL << 63, ulong.MaxValue - 1, ulong.MaxValue,
        ];

    private static readonly int Rounds = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1" ? 20_000 : 600;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Sparse_image() =>
        MutateAsync("disk.vmdk", new SparseImageBuilder { Flags = 7 }.Build(), SparseImageBuilder.FirstGrain, "disk.vmdk");

    [Fact]
    public async Task Stream()
    {
        using var output = new MemoryStream();
        await VmdkStreamWriter.WriteAsync(output, PatternDisk.Random(6, 2 << 20, 3, 100_000));
        byte[] image = output.ToArray();

        await MutateAsync("disk.vmdk", image, image.Length, "disk.vmdk");
    }

    [Fact]
    public Task Extent_of_a_split_disk()
    {
        _folder.Write(
            "top.vmdk",
            "# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\ncreateType=\"twoGbMaxExtentSparse\"\n"
            + $"RW {SparseImageBuilder.Capacity / 512} SPARSE \"s001.vmdk\"\n");
        return MutateAsync("s001.vmdk", new SparseImageBuilder().Build(), SparseImageBuilder.FirstGrain, "top.vmdk");
    }

    [Fact]
    public Task Parent_of_a_chain()
    {
        _folder.Write("child.vmdk", new SparseImageBuilder { Cid = "5", ParentCid = "12345678", ParentHint = "parent.vmdk" }.Build());
        return MutateAsync(
            "parent.vmdk", new SparseImageBuilder { ParentHint = "child.vmdk" }.Build(), SparseImageBuilder.FirstGrain, "child.vmdk");
    }

    [Fact]
    public Task Text_descriptor()
    {
        _folder.Write("f", new byte[8 * 512]);
        string text = "# Disk DescriptorFile\nversion=1\nencoding=\"UTF-8\"\nCID=1\nparentCID=ffffffff\ncreateType=\"custom\"\n\n"
            + "RW 8 FLAT \"f\" 0\nRW 4 ZERO\nRDONLY 2 VMFS \"f\"\nddb.adapterType = \"ide\"\n";
        return MutateAsync("disk.vmdk", Encoding.ASCII.GetBytes(text), text.Length, "disk.vmdk");
    }

    private async Task MutateAsync(string name, byte[] image, int mutable, string open)
    {
        int[] places = [.. Enumerable.Range(0, mutable).Where(i => image[i] != 0)];
        int opened = 0;
        int refused = 0;
        for (int seed = 0; seed < Rounds; seed++)
        {
            _folder.Write(name, Mutate(image, places, new Random(seed)));
            long before = GC.GetAllocatedBytesForCurrentThread();
            var timer = Stopwatch.StartNew();
            try
            {
                await using var disk = await VmdkFiles.OpenAsync(_folder.File(open));
                await ReadSomeAsync(disk, seed);
                opened++;
            }
            catch (DiskImageException e)
            {
                Assert.NotEmpty(e.ErrorId);
                refused++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {e}");
            }

            Assert.True(
                GC.GetAllocatedBytesForCurrentThread() - before < MostMemory,
                $"seed {seed} took {GC.GetAllocatedBytesForCurrentThread() - before} bytes");
            Assert.True(timer.Elapsed < TimeSpan.FromSeconds(10), $"seed {seed} took {timer.Elapsed}");
        }

        // Both happen, else the mutations would show nothing.
        Assert.True(opened > Rounds / 100 && refused > Rounds / 100, $"{opened} opened, {refused} refused");
    }

    private static async Task ReadSomeAsync(Core.Disks.IDiskView disk, int seed)
    {
        long allocated = 0;
        await foreach (var extent in disk.AllocatedExtentsAsync(0, disk.Length)) allocated += extent.Length;
        Assert.InRange(allocated, 0, disk.Length);
        var buffer = new byte[Math.Min(MostRead, disk.Length)];
        await disk.ReadAsync(0, buffer);
        await disk.ReadAsync(disk.Length - buffer.Length, buffer);
        var random = new Random(seed);
        for (int i = 0; i < 4; i++) await disk.ReadAsync(random.NextInt64(disk.Length), buffer.AsMemory(0, 1));
    }

    private static byte[] Mutate(byte[] image, int[] places, Random random)
    {
        var result = (byte[])image.Clone();
        for (int i = 0; i < random.Next(1, 6); i++)
        {
            int place = random.Next(3) == 0 ? random.Next(HeaderBytes) : places[random.Next(places.Length)];
            ulong value = Interesting[random.Next(Interesting.Length)];
            switch (random.Next(4))
            {
                case 0:
                    result[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    result[place] = (byte)random.Next(256);
                    break;
                case 2 when place + 4 <= result.Length:
                    BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(place), (uint)value);
                    break;
                case 3 when place + 8 <= result.Length:
                    BinaryPrimitives.WriteUInt64LittleEndian(result.AsSpan(place), value);
                    break;
            }
        }

        return random.Next(12) == 0 ? result[..random.Next(result.Length)] : result;
    }
}
