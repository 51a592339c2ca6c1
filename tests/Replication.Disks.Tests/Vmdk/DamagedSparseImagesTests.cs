using static Replication.Disks.Tests.Vmdk.SparseImageBuilder;

namespace Replication.Disks.Tests.Vmdk;

/// <summary>One defect each, in an image that is whole otherwise.</summary>
public sealed class DamagedSparseImagesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Image_without_a_defect_is_read_whatever_its_file_is_called()
    {
        byte[] image = new SparseImageBuilder().Build();
        await using var disk = await VmdkFiles.OpenAsync(_folder.Write("renamed", image));

        var content = new byte[Capacity];
        await disk.ReadAsync(0, content);

        Assert.True(Content(image).AsSpan().SequenceEqual(content));
        Assert.Equal([new(0, Grain), new(3 * Grain, 2 * Grain), new(600L * Grain, Grain)], await DiskAssert.ExtentsAsync(disk));
        Assert.Equal([new(100, 200)], await DiskAssert.ExtentsAsync(disk, 100, 200));
    }

    [Theory]
    [InlineData(4, 9, "DiskFormatNotSupported")] // version
    [InlineData(8, 0x00040003, "DiskFormatNotSupported")] // unknown incompatible flag
    [InlineData(8, 0x00010003, "DiskFormatNotSupported")] // compressed without method
    [InlineData(44, 0, "ImageDamaged")] // table entries
    [InlineData(44, 513, "ImageDamaged")]
    [InlineData(44, uint.MaxValue, "ImageDamaged")]
    [InlineData(73, 0x0A0D0A20, "ImageDamaged")] // line ends
    [InlineData(DirectoryPlace, uint.MaxValue, "ImageTruncated")] // table beyond the end
    [InlineData(DirectoryPlace, DirectoryPlace / Sector, "ImageDamaged")] // table in the directory
    [InlineData(DirectoryPlace, Descriptor / Sector, "ImageDamaged")] // table in the descriptor
    [InlineData(Table0, uint.MaxValue, "ImageTruncated")] // grain beyond the end
    [InlineData(Table0, Table0 / Sector, "ImageDamaged")] // grain in its own table
    [InlineData(Table0, DirectoryPlace / Sector, "ImageDamaged")]
    [InlineData(Table0, 1, "ImageDamaged")] // the mark of zero grains without the flag for it
    public async Task Hostile_32_bit_number_is_refused(int offset, uint value, string errorId)
    {
        byte[] image = new SparseImageBuilder().Build();
        Put32(image, offset, value);

        var error = await Refusal.OfAsync(_folder.Write("disk.vmdk", image));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(_folder.File("disk.vmdk"), error.Path);
    }

    [Theory]
    [InlineData(12, 0, "ImageDamaged")] // capacity
    [InlineData(12, long.MaxValue, "ImageDamaged")]
    [InlineData(12, ulong.MaxValue, "ImageDamaged")]
    [InlineData(12, 1UL << 55, "ImageDamaged")]
    [InlineData(12, 1UL << 40, "ImageTruncated")] // a directory that does not fit the file
    [InlineData(12, Capacity / Sector - 1, "ImageDamaged")] // less than the descriptor says
    [InlineData(12, Capacity / Sector + 128, "ImageDamaged")] // a grain more
    [InlineData(20, 0, "ImageDamaged")] // grain size
    [InlineData(20, 100, "ImageDamaged")]
    [InlineData(20, 1UL << 40, "ImageDamaged")]
    [InlineData(28, ulong.MaxValue, "ImageTruncated")] // descriptor
    [InlineData(36, 1UL << 62, "ImageTruncated")]
    [InlineData(28, 0, "DiskFormatNotSupported")] // part of a split disk
    [InlineData(64, 1UL << 55, "ImageTruncated")] // overhead
    [InlineData(64, 200, "ImageDamaged")] // grains within the metadata
    [InlineData(56, ulong.MaxValue, "ImageTruncated")] // directory in a footer that is not there
    public async Task Hostile_64_bit_number_is_refused(int offset, ulong value, string errorId)
    {
        byte[] image = new SparseImageBuilder().Build();
        Put64(image, offset, value);

        Assert.Equal(errorId, (await Refusal.OfAsync(_folder.Write("disk.vmdk", image))).ErrorId);
    }

    [Theory]
    [InlineData(1UL << 54)]
    [InlineData(1UL << 63)]
    [InlineData(1)] // in the descriptor
    [InlineData(0)]
    public async Task Redundant_directory_replaces_a_primary_one_that_cannot_be(ulong place)
    {
        byte[] image = new SparseImageBuilder().Build();
        Put64(image, 56, place);
        await using (var disk = await VmdkFiles.OpenAsync(_folder.Write("disk.vmdk", image)))
        {
            var content = new byte[Capacity];
            await disk.ReadAsync(0, content);
            Assert.True(Content(image).AsSpan().SequenceEqual(content));
            Assert.Equal("vmdk monolithicSparse, read through the redundant grain directory", disk.Format);
        }

        Put32(image, 8, 1);
        Assert.Equal("ImageTruncated", (await Refusal.OfAsync(_folder.Write("disk.vmdk", image))).ErrorId);
    }

    [Fact]
    public async Task Unclean_shutdown_is_tolerated_and_told()
    {
        byte[] image = new SparseImageBuilder().Build();
        image[72] = 1;

        await using var disk = await VmdkFiles.OpenAsync(_folder.Write("disk.vmdk", image));

        Assert.Equal("vmdk monolithicSparse, not closed cleanly", disk.Format);
    }

    [Fact]
    public async Task Zero_grain_of_a_child_hides_the_content_of_its_parent()
    {
        byte[] parent = new SparseImageBuilder().Build();
        _folder.Write("parent.vmdk", parent);
        byte[] child = new SparseImageBuilder { Flags = 7, Cid = "1", ParentCid = "12345678", ParentHint = "parent.vmdk" }.Build();
        child.AsSpan(Table0, 2048).Clear();
        child.AsSpan(Table1, 2048).Clear();
        Put32(child, Table0 + 3 * 4, 1);

        await using var disk = await VmdkFiles.OpenAsync(_folder.Write("child.vmdk", child));

        var content = new byte[Capacity];
        await disk.ReadAsync(0, content);
        byte[] expected = Content(parent);
        expected.AsSpan(3 * Grain, Grain).Clear();
        Assert.True(expected.AsSpan().SequenceEqual(content));
        Assert.Equal([new(0, Grain), new(4 * Grain, Grain), new(600L * Grain, Grain)], await DiskAssert.ExtentsAsync(disk));
    }

    [Fact]
    public async Task Every_truncation_is_refused()
    {
        byte[] image = new SparseImageBuilder().Build();
        int[] lengths =
        [
            0, 1, 3, 4, 100, 511, 512, 513, Descriptor + 100, DirectoryPlace, DirectoryPlace + 4, Table0 + 5, FirstGrain, FirstGrain + 7,
            image.Length - Grain, image.Length - 1,
        ];
        foreach (int length in lengths)
        {
            var error = await Refusal.OfAsync(_folder.Write("disk.vmdk", image[..length]));

            Assert.Contains(error.ErrorId, (string[])["ImageTruncated", "ImageDamaged"]);
        }
    }

    [Theory]
    [InlineData("COWD")]
    [InlineData("\u00BE\u00BA\u00FE\u00CA\0\0\0\0\u0001\0\0\u0002")]
    public async Task Snapshot_extents_of_esx_are_refused_by_name(string magic)
    {
        var image = new byte[4096];
        System.Text.Encoding.Latin1.GetBytes(magic).CopyTo(image, 0);

        Assert.True(VmdkFiles.LookLike(image));
        var error = await Refusal.OfAsync(_folder.Write("disk-delta.vmdk", image));

        Assert.Equal("DiskFormatNotSupported", error.ErrorId);
        Assert.Contains("parse", error.Found, StringComparison.Ordinal);
    }
}
