using Replication.Disks.Vmdk;

namespace Replication.Disks.Tests.Vmdk;

/// <summary>Images that another implementation made, compared byte for byte.</summary>
public sealed class ReadingImagesOfQemuTests : IDisposable
{
    private const long MiB = 1 << 20;

    private readonly TempFolder _folder = new();

    public static TheoryData<string, long> Subformats()
    {
        var data = new TheoryData<string, long>();
        string[] subformats = ["monolithicFlat", "monolithicSparse", "twoGbMaxExtentFlat", "twoGbMaxExtentSparse", "streamOptimized"];
        foreach (string subformat in subformats)
        {
            data.Add(subformat, 64 * 1024);
            data.Add(subformat, 3 * MiB + 3 * 512);
            data.Add(subformat, 70 * MiB);
        }

        return data;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Subformats))]
    public async Task Every_subformat_reads_as_the_raw_image_it_was_made_from(string subformat, long length)
    {
        string raw = PatternDisk.Random(7, length, length < MiB ? 2 : 40, 300_000).WriteRaw(_folder.File("disk.raw"));
        string image = _folder.File("disk.vmdk");
        Tool.Run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", "-o", $"subformat={subformat}", raw, image);

        await using var disk = await VmdkFiles.OpenAsync(image);

        Assert.Equal($"vmdk {subformat}", disk.Format);
        Assert.Equal(512, disk.LogicalSectorSize);
        await DiskAssert.SameAsync(raw, disk);
        await DiskAssert.SameAtRandomPlacesAsync(raw, disk, 11);
        Assert.True(VmdkFiles.LookLike(File.ReadAllBytes(image).AsSpan(0, (int)Math.Min(4096, new FileInfo(image).Length))));
        Assert.Equal(
            Directory.GetFiles(_folder.Path, "*.vmdk").Order(StringComparer.Ordinal),
            (await VmdkFiles.OfAsync(image)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("twoGbMaxExtentSparse")]
    [InlineData("twoGbMaxExtentFlat")]
    public async Task Disk_split_into_several_extents_is_read_across_their_borders(string subformat)
    {
        const long gib = 1L << 30;
        var content = PatternDisk.Random(3, 5 * gib, 12, 200_000);
        var border = new byte[300_000];
        new Random(5).NextBytes(border);
        content.Add(2 * gib - 150_000, border).Add(4 * gib - 100, border);
        string raw = content.WriteRaw(_folder.File("disk.raw"));
        string image = _folder.File("disk.vmdk");
        Tool.Run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", "-o", $"subformat={subformat}", raw, image);

        await using var disk = await VmdkFiles.OpenAsync(image);

        Assert.Equal(5 * gib, disk.Length);
        Assert.Equal(4, (await VmdkFiles.OfAsync(image)).Count);
        Assert.True((await DiskAssert.ExtentsAsync(disk)).Sum(e => e.Length) < 32 * MiB, "holes are reported as allocated");
        await using var stream = File.Create(_folder.File("stream.vmdk"));
        await VmdkStreamWriter.WriteAsync(stream, disk);
        Tool.Run("qemu-img", "compare", "-f", "raw", "-F", "vmdk", raw, stream.Name);
        var read = new byte[border.Length];
        await disk.ReadAsync(2 * gib - 150_000, read);
        Assert.Equal(border, read);
    }

    [Theory]
    [InlineData("monolithicSparse")]
    [InlineData("twoGbMaxExtentSparse")]
    public async Task Chain_reads_as_its_newest_image_and_zero_grains_hide_the_parent(string subformat)
    {
        string raw = PatternDisk.Random(9, 40 * MiB, 20, 2_000_000).WriteRaw(_folder.File("disk.raw"));
        Tool.Run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", "-o", "subformat=" + subformat, raw, _folder.File("base.vmdk"));
        MakeChild("base.vmdk", "one.vmdk", subformat);
        Tool.Run(
            "qemu-io", "-f", "vmdk", "-c", "write -P 0x5a 1M 200k", "-c", "write -z 4M 3M", "-c", "write -P 0x17 39M 1M",
            _folder.File("one.vmdk"));
        MakeChild("one.vmdk", "two.vmdk", subformat);
        Tool.Run("qemu-io", "-f", "vmdk", "-c", "write -P 0x99 5M 64k", "-c", "write -z 1M 64k", _folder.File("two.vmdk"));
        Tool.Run("qemu-img", "convert", "-f", "vmdk", "-O", "raw", _folder.File("two.vmdk"), _folder.File("expected.raw"));

        await using var disk = await VmdkFiles.OpenAsync(_folder.File("two.vmdk"));

        Assert.Equal($"vmdk {subformat}, 2 parent(s)", disk.Format);
        await DiskAssert.SameAsync(_folder.File("expected.raw"), disk);
        await DiskAssert.SameAtRandomPlacesAsync(_folder.File("expected.raw"), disk, 2);
        var hidden = await DiskAssert.ExtentsAsync(disk, 4 * MiB, 3 * MiB);
        Assert.Equal([new(5 * MiB, 64 * 1024)], hidden);
        Assert.Equal(
            Directory.GetFiles(_folder.Path, "*.vmdk").Order(StringComparer.Ordinal),
            (await VmdkFiles.OfAsync(_folder.File("two.vmdk"))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Child_that_was_grown_reads_zeros_beyond_the_end_of_its_parent()
    {
        string raw = PatternDisk.Random(4, 3 * MiB, 5, 200_000).WriteRaw(_folder.File("disk.raw"));
        Tool.Run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", raw, _folder.File("base.vmdk"));
        Tool.Run("qemu-img", "create", "-f", "vmdk", "-b", "base.vmdk", "-F", "vmdk", _folder.File("child.vmdk"), "8M");
        Tool.Run("qemu-img", "convert", "-f", "vmdk", "-O", "raw", _folder.File("child.vmdk"), _folder.File("expected.raw"));

        await using var disk = await VmdkFiles.OpenAsync(_folder.File("child.vmdk"));

        Assert.Equal(8 * MiB, disk.Length);
        await DiskAssert.SameAsync(_folder.File("expected.raw"), disk);
    }

    [Fact]
    public async Task Parent_written_after_its_child_was_made_is_refused()
    {
        Tool.Run("qemu-img", "create", "-f", "vmdk", _folder.File("base.vmdk"), "8M");
        Tool.Run("qemu-io", "-f", "vmdk", "-c", "write -P 1 0 64k", _folder.File("base.vmdk"));
        Tool.Run("qemu-img", "create", "-f", "vmdk", "-b", "base.vmdk", "-F", "vmdk", _folder.File("child.vmdk"));
        Tool.Run("qemu-io", "-f", "vmdk", "-c", "write -P 2 0 64k", _folder.File("base.vmdk"));

        var error = await Refusal.OfAsync(_folder.File("child.vmdk"));

        Assert.Equal("ParentChanged", error.ErrorId);
        Assert.Equal(_folder.File("base.vmdk"), error.Path);
    }

    private void MakeChild(string parent, string child, string subformat) =>
        Tool.Run(
            "qemu-img", "create", "-f", "vmdk", "-o", $"subformat={subformat},zeroed_grain=on", "-b", parent, "-F", "vmdk",
            _folder.File(child));
}
