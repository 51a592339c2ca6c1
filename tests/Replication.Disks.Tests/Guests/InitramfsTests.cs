using Replication.Disks.Guests;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>Archives of cpio in every packing that kernels take, whole and damaged.</summary>
public class InitramfsTests
{
    private static readonly string[] Early = ["kernel/x86/microcode/GenuineIntel.bin"];
    private static readonly string[] Main = ["init", "usr/lib/modules/6.1/kernel/drivers/block/xen-blkfront.ko"];

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("zstd")]
    [InlineData("lz4")]
    [InlineData("bzip2")]
    [InlineData("lzop")]
    public async Task LNX_03_names_are_read_whatever_the_packing(string? packer) =>
        Assert.Equal(Main, await NamesAsync(CpioArchive.Of(Main, packer)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(5000)]
    public async Task LNX_03_microcode_before_the_archive_is_passed_over(int zeros) =>
        Assert.Equal(
            [.. Early, .. Main], await NamesAsync([.. CpioArchive.Of(Early, null), .. new byte[zeros], .. CpioArchive.Of(Main, "gzip")]));

    [Fact]
    public async Task Unknown_packing_and_truncation_and_nothing_at_all_are_refused()
    {
        byte[] good = CpioArchive.Of(Main, "gzip");

        await Assert.ThrowsAsync<GuestFileException>(async () => await NamesAsync("not an archive at all"u8.ToArray()));
        await Assert.ThrowsAsync<GuestFileException>(async () => await NamesAsync(good[..(good.Length / 2)]));
        await Assert.ThrowsAsync<GuestFileException>(async () => await NamesAsync([]));
        await Assert.ThrowsAsync<GuestFileException>(async () => await NamesAsync(new byte[4096]));
    }

    [Fact]
    public async Task Damaged_archives_are_refused_or_read_but_never_anything_else()
    {
        byte[] good = [.. CpioArchive.Of(Early, null), .. CpioArchive.Of(Main, null)];
        int refused = 0, read = 0;
        for (int seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            byte[] damaged = (byte[])good.Clone();
            for (int i = 0; i <= seed % 4; i++) damaged[random.Next(damaged.Length)] = (byte)"0123456789ABCDEFxyz\0"[random.Next(20)];
            try
            {
                await NamesAsync(seed % 7 == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
                read++;
            }
            catch (GuestFileException)
            {
                refused++;
            }
        }

        Assert.True(refused > 200 && read > 200, $"{refused} refused, {read} read");
    }

    private static async Task<IEnumerable<string>> NamesAsync(byte[] file) =>
        await Initramfs.NamesAsync(new MemoryVolume().File("/initrd", file).Tree, "/initrd", CancellationToken.None);
}
