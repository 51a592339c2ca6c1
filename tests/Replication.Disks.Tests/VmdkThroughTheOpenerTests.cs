using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Tests.Support;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests;

/// <summary>VMDK as callers meet it: through <see cref="DiskImages"/>, told by content.</summary>
public sealed class VmdkThroughTheOpenerTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly DiskImages _images = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("vmdk sparse", "vmdk monolithicSparse")]
    [InlineData("vmdk stream", "vmdk streamOptimized")]
    [InlineData("vmdk flat", "vmdk custom")]
    [InlineData("vmdk child", "vmdk monolithicSparse, 1 parent(s)")]
    public async Task Every_kind_is_told_by_its_content(string kind, string format)
    {
        (string path, _) = SmallImage.Make(kind, _folder);
        await using IDiskView disk = await _images.OpenAsync(path);
        Assert.Equal(format, disk.Format);
    }

    [Fact]
    public async Task Files_are_the_image_its_extents_and_its_parents()
    {
        (string child, _) = SmallImage.Make("vmdk child", _folder);
        Assert.Equal([child, _folder.Path("parent")], await _images.FilesOfAsync(child));
        (string flat, _) = SmallImage.Make("vmdk flat", _folder);
        Assert.Equal([flat, _folder.Path("f")], await _images.FilesOfAsync(flat));
    }

    [Fact]
    public async Task Damage_and_foreign_marks_are_refused_and_insisting_on_raw_reads_the_file()
    {
        byte[] image = new SparseImageBuilder().Build();
        await Content.RefusedAsync(_folder.Write("cut", image[..SparseImageBuilder.Table0]), DiskErrorIds.ImageTruncated);
        await Content.RefusedAsync(_folder.Write("esx", [.. "COWD"u8, .. new byte[4092]]), DiskErrorIds.DiskFormatNotSupported);
        byte[] footer = new VhdBuilder { Size = 512, DiskType = 2 }.Build()[^512..];
        await Content.RefusedAsync(_folder.Write("both", [.. image, .. footer]), DiskErrorIds.DiskFormatAmbiguous);
        await using IDiskView raw = await _images.OpenAsync(_folder.Write("disk", image), new DiskOpenOptions { ForceRaw = true });
        await Content.AssertShowsAsync(raw, image);
    }

    [Fact]
    public async Task A_written_stream_opens_again_with_the_layout_of_its_source()
    {
        string raw = _folder.Path("disk.raw");
        using (var file = File.OpenHandle(raw, FileMode.CreateNew, FileAccess.Write)) RandomAccess.SetLength(file, 64 << 20);
        Tool.Run(
            "parted", "-s", raw, "mklabel", "gpt", "mkpart", "system", "ext4", "1MiB", "20MiB", "mkpart", "data", "ext4", "20MiB", "60MiB");
        string image = _folder.Path("disk.vmdk");
        DiskLayout expected;
        await using (IDiskView source = await _images.OpenAsync(raw))
        {
            expected = await _images.ReadLayoutAsync(source);
            await _images.CreateAsync(image, DiskFormat.VmdkStreamOptimized, source);
        }

        Assert.Equal(PartitionStyle.Gpt, expected.Style);
        Assert.Equal(["system", "data"], expected.Partitions.Select(partition => partition.Name));
        await using IDiskView written = await _images.OpenAsync(image);
        await Content.AssertShowsAsync(written, await File.ReadAllBytesAsync(raw));
        Assert.Equivalent(expected, await _images.ReadLayoutAsync(written), strict: true);
    }

    [Fact]
    public async Task An_extent_that_names_a_device_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/zero is a device of Linux.");
        byte[] text = [.. "# Disk DescriptorFile\nversion=1\nCID=1\ncreateType=\"custom\"\nRW 1 FLAT \"/dev/zero\" 0\n"u8];
        DiskImageException refusal = await Content.RefusedAsync(_folder.Write("disk", text), DiskErrorIds.ImageNotReadable);
        Assert.Equal("/dev/zero", refusal.Path);
    }
}
