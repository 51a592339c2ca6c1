using Replication.Core.Disks;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests;

/// <summary>Images that go somewhere front to back, as uploads do.</summary>
public sealed class ImageStreamTests : IDisposable
{
    private const long MiB = 1 << 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DiskFormat.Raw, "raw")]
    [InlineData(DiskFormat.Vhdx, "vhdx")]
    [InlineData(DiskFormat.VmdkStreamOptimized, "vmdk")]
    public async Task An_image_written_in_order_holds_the_disk_for_us_and_for_qemu(DiskFormat format, string name)
    {
        var source = PatternDisk.Random(5, 37 * MiB + 512, 12, 700_000);
        string raw = source.WriteRaw(_folder.File("disk.raw"));
        string image = _folder.File("image");

        await File.WriteAllBytesAsync(image, await WriteAsync(format, source, Guid.NewGuid()), TestContext.Current.CancellationToken);

        await using (IDiskView disk = await new DiskImages().OpenAsync(image, new DiskOpenOptions { ForceRaw = format == DiskFormat.Raw })) await DiskAssert.SameAsync(raw, disk);
        Tool.Run("qemu-img", "compare", "-f", "raw", "-F", name, raw, image);
    }

    [Theory]
    [InlineData(DiskFormat.Raw)]
    [InlineData(DiskFormat.Vhdx)]
    [InlineData(DiskFormat.VmdkStreamOptimized)]
    public async Task INV_07_the_same_disk_and_identity_are_the_same_bytes_and_each_is_read_once_in_order(DiskFormat format)
    {
        var identity = Guid.NewGuid();
        PatternDisk source = PatternDisk.Random(6, 20 * MiB, 9, 300_000);
        long last = -1;
        source.OnRead = offset =>
        {
            Assert.True(offset > last, $"{offset} after {last}");
            last = offset;
        };

        byte[] first = await WriteAsync(format, source, identity);

        source.OnRead = null;
        Assert.Equal(first, await WriteAsync(format, source, identity));
        if (format != DiskFormat.Raw) Assert.NotEqual(first, await WriteAsync(format, source, Guid.NewGuid()));
    }

    [Fact]
    public async Task A_raw_stream_reads_nothing_of_a_hole_and_has_the_length_of_the_disk()
    {
        var source = new PatternDisk(64 * MiB).Add(10 * MiB, new byte[MiB]);

        byte[] image = await WriteAsync(DiskFormat.Raw, source, Guid.NewGuid());

        Assert.Equal((64 * MiB, MiB), (image.LongLength, source.BytesRead));
    }

    private static async Task<byte[]> WriteAsync(DiskFormat format, IDiskView source, Guid identity)
    {
        await using var output = new ForwardOnlyStream();
        await new DiskImages().WriteAsync(output, format, source, identity, TestContext.Current.CancellationToken);
        return output.ToArray();
    }
}
