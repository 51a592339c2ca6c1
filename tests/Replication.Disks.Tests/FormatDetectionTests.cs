using System.Text;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests;

public sealed class FormatDetectionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("disk.raw")]
    [InlineData("disk.vhdx")]
    [InlineData("disk")]
    public async Task The_content_decides_and_never_the_name(string name)
    {
        byte[] content = Content.Sparse(500_224, 1);
        await using IDiskView vhd = await Content.OpenAsync(_folder.Write(name, VhdBuilder.Dynamic(content).Build()));
        Assert.Equal("vhd dynamic", vhd.Format);
    }

    [Fact]
    public async Task A_caller_can_insist_on_raw()
    {
        byte[] bytes = VhdxBuilder.Dynamic(Content.Sparse(3 << 20, 1)).Build();
        string path = _folder.Write("disk.vhdx", bytes);
        await using IDiskView disk = await new DiskImages().OpenAsync(path, new DiskOpenOptions { ForceRaw = true });
        Assert.Equal("raw", disk.Format);
        await Content.AssertShowsAsync(disk, bytes);
    }

    [Theory]
    [InlineData("qcow2")]
    [InlineData("qcow")]
    [InlineData("vdi")]
    [InlineData("qed")]
    [InlineData("parallels")]
    public async Task A_known_format_that_is_not_read_is_refused_with_the_way_out(string format)
    {
        QemuImg.Require();
        string path = _folder.Path("disk.raw");
        await QemuImg.RunAsync("create", "-q", "-f", format, path, "1M");
        DiskImageException refusal = await Content.RefusedAsync(path, DiskErrorIds.DiskFormatNotSupported);
        Assert.Contains($"qemu-img convert -f {format} -O raw", refusal.Message, StringComparison.Ordinal);
        if (format == "qcow2") Assert.Contains("NBD", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DiskImageException>(async () => await new DiskImages().FilesOfAsync(path));
        CrossCheckCount.Add();
    }

    [Theory]
    [InlineData("vhdxfile")]
    [InlineData("QED\0")]
    public async Task Marks_of_two_formats_are_refused_rather_than_guessed(string mark)
    {
        byte[] bytes = new VhdBuilder { Size = 1 << 20, DiskType = 2 }.Build();
        Encoding.ASCII.GetBytes(mark).CopyTo(bytes, 0);
        await Content.RefusedAsync(_folder.Write("disk", bytes), DiskErrorIds.DiskFormatAmbiguous);
    }

    [Fact]
    public async Task The_files_of_a_raw_disk_are_itself()
    {
        string path = _folder.Write("disk", new byte[512]);
        Assert.Equal([path], await new DiskImages().FilesOfAsync(path));
    }
}
