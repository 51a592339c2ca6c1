using System.Security.Cryptography;
using System.Text.Json;
using Replication.Core.Disks;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests;

/// <summary>Every subformat that qemu-img makes, read by us; everything that we write, checked and compared by qemu-img.</summary>
public sealed class QemuCrossCheckTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("raw", "", "raw", 512)]
    [InlineData("vpc", "subformat=dynamic,force_size=on", "vhd dynamic", 512)]
    [InlineData("vpc", "subformat=dynamic,force_size=off", "vhd dynamic", 512)]
    [InlineData("vpc", "subformat=fixed,force_size=on", "vhd fixed", 512)]
    [InlineData("vpc", "subformat=fixed,force_size=off", "vhd fixed", 512)]
    [InlineData("vhdx", "subformat=dynamic", "vhdx dynamic", 512)]
    [InlineData("vhdx", "subformat=dynamic,block_size=1M", "vhdx dynamic", 512)]
    [InlineData("vhdx", "subformat=dynamic,block_size=2M,log_size=4M", "vhdx dynamic", 512)]
    [InlineData("vhdx", "subformat=dynamic,block_size=32M", "vhdx dynamic", 512)]
    [InlineData("vhdx", "subformat=dynamic,block_size=256M", "vhdx dynamic", 512)]
    [InlineData("vhdx", "subformat=dynamic,block_state_zero=on", "vhdx dynamic", 512)]
    [InlineData("vhdx", "subformat=fixed", "vhdx fixed", 512)]
    [InlineData("vhdx", "subformat=fixed,block_size=8M", "vhdx fixed", 512)]
    public async Task What_qemu_writes_is_read_the_same(string format, string options, string shown, int sectorSize)
    {
        QemuImg.Require();
        byte[] content = Content.Sparse((37 << 20) + 512 * 5, options.Length, runs: 30);
        string raw = _folder.Path("raw");
        Content.WriteSparse(raw, content);
        string image = _folder.Path("image");
        string[] with = options.Length == 0 ? [] : ["-o", options];
        await QemuImg.RunAsync(["convert", "-q", "-f", "raw", "-O", format, .. with, raw, image]);

        // Without force_size qemu rounds the disk up to a CHS geometry; what it added reads as zeros.
        long size = await SizeAsync(format, image);
        Assert.True(size >= content.Length);
        Array.Resize(ref content, (int)size);

        await using IDiskView disk = await Content.OpenAsync(image);
        Assert.Equal(shown, disk.Format);
        Assert.Equal(sectorSize, disk.LogicalSectorSize);
        await Content.AssertShowsAsync(disk, content);
        CrossCheckCount.Add();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_qemu_changes_in_place_is_read_the_same(int seed)
    {
        QemuImg.Require();
        // Blocks that were written, zeroed and written again, in an order that is not that of the disk.
        byte[] content = new byte[24 << 20];
        string image = _folder.Path("image");
        await QemuImg.RunAsync("create", "-q", "-f", "vhdx", "-o", "block_size=1M", image, "24M");
        var random = new Random(seed);
        for (int i = 0; i < 6; i++)
        {
            int offset = random.Next(20) << 20;
            byte[] patch = Content.Sparse(3 << 20, seed * 10 + i, runs: 4);
            patch.CopyTo(content, offset);
            await File.WriteAllBytesAsync(_folder.Path($"whole{i}"), content);
            await QemuImg.RunAsync("convert", "-q", "-n", "-f", "raw", "-O", "vhdx", _folder.Path($"whole{i}"), image);
        }

        await Content.AssertShowsAsync(image, content);
        CrossCheckCount.Add();
    }

    [Theory]
    [InlineData(512, 37 << 20)]
    [InlineData(4096, 37 << 20)]
    [InlineData(512, (33 << 20) + 512)]
    [InlineData(4096, 4096)]
    [InlineData(512, 512)]
    public async Task The_VHDX_that_we_write_passes_check_and_compares_equal(int sectorSize, int length)
    {
        QemuImg.Require();
        byte[] content = Content.Sparse(length, length, runs: 20);
        string raw = _folder.Path("raw");
        Content.WriteSparse(raw, content);
        string image = _folder.Path("image");
        await using (IDiskView source = await new DiskImages().OpenAsync(raw, new DiskOpenOptions { LogicalSectorSize = sectorSize }))
            await new DiskImages().CreateAsync(image, DiskFormat.Vhdx, source);

        if (sectorSize == 512)
        {
            // qemu 7 and later read VHDX of 512-byte sectors only.
            await QemuImg.RunAsync("check", "-f", "vhdx", image);
            await QemuImg.RunAsync("compare", "-f", "raw", "-F", "vhdx", raw, image);
            Assert.Equal(length, await SizeAsync("vhdx", image));
            CrossCheckCount.Add();
        }

        await using IDiskView disk = await Content.OpenAsync(image);
        Assert.Equal(sectorSize, disk.LogicalSectorSize);
        await Content.AssertShowsAsync(disk, content);
    }

    [Fact]
    public async Task A_large_sparse_VHDX_that_we_write_reads_the_same_and_stays_small()
    {
        QemuImg.Require();
        const long Length = 3L << 40;
        long[] places = [0, 1L << 32, (1L << 40) + 12288, Length - 4096];
        string raw = _folder.Path("raw");
        using (var file = File.OpenHandle(raw, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(file, Length);
            for (int i = 0; i < places.Length; i++) RandomAccess.Write(file, Content.Random(4096, i), places[i]);
        }

        string image = _folder.Path("image");
        await using (IDiskView source = await Content.OpenAsync(raw)) await new DiskImages().CreateAsync(image, DiskFormat.Vhdx, source);
        Assert.InRange(new FileInfo(image).Length, 1, 256L << 20);
        await QemuImg.RunAsync("check", "-f", "vhdx", image);

        // Comparing would read 3 TiB of zeros, because qemu does not follow the allocation of VHDX. (dd counts from 0.)
        for (int i = 0; i < places.Length; i++)
        {
            string piece = _folder.Path($"piece{i}");
            await QemuImg.RunAsync(
                "dd", "-f", "vhdx", "-O", "raw", $"if={image}", $"of={piece}", "bs=4096", $"skip={places[i] / 4096}",
                $"count={places[i] / 4096 + 1}");
            byte[] read = await File.ReadAllBytesAsync(piece);
            Assert.Equal(Content.Random(4096, i), read[..4096]);
        }

        await using IDiskView disk = await Content.OpenAsync(image);
        Assert.Equal(Length, disk.Length);
        Assert.Equal(places, (await Content.ExtentsAsync(disk, 0, Length)).Select(extent => extent.Offset));
        CrossCheckCount.Add();
    }

    [Fact]
    public async Task The_raw_file_that_we_write_compares_equal_to_its_source()
    {
        QemuImg.Require();
        byte[] content = Content.Sparse(37 << 20, 3, runs: 30);
        Content.WriteSparse(_folder.Path("raw"), content);
        await QemuImg.RunAsync("convert", "-q", "-f", "raw", "-O", "vpc", "-o", "force_size=on", _folder.Path("raw"), _folder.Path("vhd"));
        await using (IDiskView source = await Content.OpenAsync(_folder.Path("vhd")))
            await new DiskImages().CreateAsync(_folder.Path("export"), DiskFormat.Raw, source);
        await QemuImg.RunAsync("compare", "-f", "raw", "-F", "vpc", _folder.Path("export"), _folder.Path("vhd"));
        Assert.Equal(SHA256.HashData(content), SHA256.HashData(await File.ReadAllBytesAsync(_folder.Path("export"))));
        CrossCheckCount.Add();
    }

    [Theory]
    [InlineData("vpc", 64 * 1024)]
    [InlineData("vpc", 2 << 20)]
    [InlineData("vhdx", 1 << 20)]
    [InlineData("vhdx", 8 << 20)]
    public async Task The_images_that_these_tests_build_mean_the_same_to_qemu(string format, int blockSize)
    {
        QemuImg.Require();
        byte[] content = Content.Sparse(9 << 20, blockSize, runs: 10);
        byte[] image = format == "vpc"
            ? VhdBuilder.Dynamic(content, blockSize).Build()
            : VhdxBuilder.Dynamic(content, (uint)blockSize).Build();
        _folder.Write("image", image);
        await QemuImg.RunAsync("convert", "-q", "-f", format, "-O", "raw", _folder.Path("image"), _folder.Path("raw"));
        Assert.Equal(SHA256.HashData(content), SHA256.HashData(await File.ReadAllBytesAsync(_folder.Path("raw"))));
        CrossCheckCount.Add();
    }

    private static async Task<long> SizeAsync(string format, string image)
    {
        using JsonDocument info = JsonDocument.Parse(await QemuImg.RunAsync("info", "--output=json", "-f", format, image));
        return info.RootElement.GetProperty("virtual-size").GetInt64();
    }
}
