using System.Buffers.Binary;
using Replication.Core.Errors;
using Replication.Disks.Vmdk;

namespace Replication.Disks.Tests.Vmdk;

/// <summary>Streams carry markers and checksums; damage to a grain is never a wrong byte.</summary>
public sealed class DamagedStreamsTests : IDisposable
{
    private const int MiB = 1 << 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_truncation_is_refused()
    {
        byte[] image = await StreamAsync();
        for (int length = 0; length < image.Length; length += length < 4096 ? 173 : 3001)
        {
            var error = await Refusal.OfAsync(_folder.Write("disk.vmdk", image[..length]));

            Assert.Contains(error.ErrorId, (string[])["ImageTruncated", "ImageDamaged"]);
        }

        Assert.Equal("ImageTruncated", (await Refusal.OfAsync(_folder.Write("disk.vmdk", image[..^1]))).ErrorId);
        Assert.Equal("ImageTruncated", (await Refusal.OfAsync(_folder.Write("disk.vmdk", [.. image, .. new byte[512]]))).ErrorId);
    }

    [Fact]
    public async Task Flipped_bit_of_a_grain_is_refused_or_harmless_but_never_a_wrong_byte()
    {
        byte[] image = await StreamAsync();
        var random = new Random(12);
        int refused = 0;
        int first = 128 * 512;
        int size = BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(first + 8)) + 12;
        byte[] expected = await ContentAsync(_folder.Write("whole.vmdk", image));
        for (int round = 0; round < 400; round++)
        {
            var damaged = (byte[])image.Clone();
            damaged[first + random.Next(size)] ^= (byte)(1 << random.Next(8));
            try
            {
                byte[] content = await ContentAsync(_folder.Write("disk.vmdk", damaged));
                Assert.True(expected.AsSpan().SequenceEqual(content));
            }
            catch (DiskImageException e)
            {
                Assert.Contains(e.ErrorId, (string[])["ImageDamaged", "ImageTruncated"]);
                refused++;
            }
        }

        Assert.InRange(refused, 350, 400);
    }

    [Theory]
    [InlineData(0, 7UL)] // sector of another grain
    [InlineData(0, ulong.MaxValue)]
    [InlineData(8, 0UL)] // no data
    [InlineData(8, 0xFFFFFFFFUL)]
    public async Task Marker_that_is_not_that_of_its_grain_is_refused(int offset, ulong value)
    {
        byte[] image = await StreamAsync();
        if (offset == 0) SparseImageBuilder.Put64(image, 128 * 512, value);
        else SparseImageBuilder.Put32(image, 128 * 512 + offset, (uint)value);

        Assert.Equal("ImageDamaged", (await Refusal.OfAsync(_folder.Write("disk.vmdk", image))).ErrorId);
    }

    [Theory]
    [InlineData(12, 1000UL, "ImageDamaged")] // another capacity than the header
    [InlineData(12, ulong.MaxValue, "ImageDamaged")]
    [InlineData(56, ulong.MaxValue, "ImageDamaged")] // the directory at the end once more
    [InlineData(56, 1UL << 62, "ImageTruncated")]
    [InlineData(56, 0UL, "ImageTruncated")]
    [InlineData(0, 0UL, "ImageTruncated")] // no footer
    public async Task Footer_that_cannot_be_is_refused(int offset, ulong value, string errorId)
    {
        byte[] image = await StreamAsync();
        SparseImageBuilder.Put64(image, image.Length - 1024 + offset, value);

        Assert.Equal(errorId, (await Refusal.OfAsync(_folder.Write("disk.vmdk", image))).ErrorId);
    }

    private static async Task<byte[]> StreamAsync()
    {
        using var output = new MemoryStream();
        await VmdkStreamWriter.WriteAsync(output, PatternDisk.Random(6, 2 * MiB, 3, 200_000));
        return output.ToArray();
    }

    private static async Task<byte[]> ContentAsync(string path)
    {
        await using var disk = await VmdkFiles.OpenAsync(path);
        var content = new byte[disk.Length];
        await disk.ReadAsync(0, content);
        return content;
    }
}
