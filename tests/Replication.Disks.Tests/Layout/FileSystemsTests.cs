using System.Diagnostics;
using Replication.Core.Disks;
using Replication.Disks.Layout;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Layout;

/// <summary>Real file systems on whole disks: recognised, and with the type, label and uuid that blkid shows.</summary>
public sealed class FileSystemsTests : IDisposable
{
    private const long MiB = 1 << 20;

    private readonly TempFolder _folder = new();

    public static TheoryData<string, string, long> Recipes() => new()
    {
        { "ext2", "mkfs.ext2 -q -L plain", 16 * MiB },
        { "ext2", "mkfs.ext2 -q -b 4096", 16 * MiB },
        { "ext3", "mkfs.ext3 -q -L journal", 32 * MiB },
        { "ext4", "mkfs.ext4 -q -L root", 32 * MiB },
        { "ext4", "mkfs.ext4 -q -b 1024 -O ^metadata_csum,^64bit -L sixteen_bytes_xx", 32 * MiB },
        { "ext4", "mkfs.ext4 -q -O ^has_journal", 32 * MiB },
        { "jbd", "mkfs.ext4 -q -b 4096 -O journal_dev -L log", 32 * MiB },
        { "xfs", "mkfs.xfs -q -L data", 320 * MiB },
        { "xfs", "mkfs.xfs -q -m crc=0", 320 * MiB },
        { "xfs", "mkfs.xfs -q -s size=4096 -b size=4096", 320 * MiB },
        { "btrfs", "mkfs.btrfs -q -L pool", 128 * MiB },
        { "btrfs", "mkfs.btrfs -q --csum sha256", 128 * MiB },
        { "btrfs", "mkfs.btrfs -q --csum xxhash -L other", 128 * MiB },
        { "jfs", "mkfs.jfs -q -L aix", 32 * MiB },
        { "ntfs", "mkfs.ntfs -q -F -Q -L Windows", 32 * MiB },
        { "ntfs", "mkfs.ntfs -q -F -Q", 32 * MiB },
        { "ntfs", "mkfs.ntfs -q -F -Q -s 4096 -c 65536 -L Clusters", 64 * MiB },
        { "ntfs", "mkfs.ntfs -q -F -Q -c 524288 -L large", 256 * MiB },
        { "fat12", "mkfs.fat -F 12 -n FLOPPY", 2 * MiB },
        { "fat16", "mkfs.fat -F 16 -n BOOT", 32 * MiB },
        { "fat32", "mkfs.fat -F 32 -n EFI", 64 * MiB },
        { "fat32", "mkfs.fat -F 32", 64 * MiB },
        { "fat32", "mkfs.fat -F 32 -S 4096 -n SECTORS", 300 * MiB },
        { "swap", "mkswap -L page", 8 * MiB },
        { "swap", "mkswap -p 65536", 8 * MiB },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task Whole_disk_file_system_is_recognised_as_blkid_does(string type, string recipe, long length)
    {
        string image = Make(recipe, length);

        await using var disk = new RawFileDisk(image);
        var layout = await DiskLayoutReader.ReadAsync(disk);

        Assert.Equal(PartitionStyle.None, layout.Style);
        Assert.Equal(type, layout.WholeDisk?.Type);
        Assert.Equal(Blkid.Probe(image), layout.WholeDisk);
        Assert.Empty(layout.Warnings);
        Assert.InRange(disk.BytesRead, 1, 400 * 1024);
    }

    [Fact]
    public async Task Ntfs_label_outside_ascii_is_read()
    {
        string image = Make("mkfs.ntfs -q -F -Q -L Größe", 32 * MiB);

        await using var disk = new RawFileDisk(image);

        Assert.Equal("Größe", (await DiskLayoutReader.ReadAsync(disk)).WholeDisk?.Label);
    }

    [Fact]
    public async Task Fat_label_that_was_changed_in_the_directory_wins_over_the_boot_sector()
    {
        string image = Make("mkfs.fat -F 32 -n OLD", 64 * MiB);
        Tool.Run("mlabel", "-i", image, "::NEW NAME");

        await using var disk = new RawFileDisk(image);

        Assert.Equal("NEW NAME", (await DiskLayoutReader.ReadAsync(disk)).WholeDisk?.Label);
    }

    [Fact]
    public async Task Fat_label_behind_many_files_in_a_long_root_directory_is_found()
    {
        string image = Make("mkfs.fat -F 32 -s 1", 64 * MiB);
        for (int i = 0; i < 3; i++)
        {
            Tool.Run(
                "mcopy",
                ["-i", image, .. Enumerable.Range(0, 40).Select(n => _folder.Write($"a long file name, number {i}-{n}", "x")), "::"]);
        }

        Tool.Run("mlabel", "-i", image, "::LATE");

        await using var disk = new RawFileDisk(image);

        Assert.Equal("LATE", (await DiskLayoutReader.ReadAsync(disk)).WholeDisk?.Label);
    }

    [Fact]
    public async Task Lvm_physical_volume_is_recognised_with_its_id()
    {
        foreach (string tool in (string[])["losetup", "pvcreate"]) Tool.Need(tool);
        string image = Blank("pv.raw", 16 * MiB);
        (int code, string output, string errors) = Tool.TryRun("losetup", "-f", "--show", image);
        if (code != 0) Assert.Skip($"losetup is not permitted: {errors}");
        string device = output.Trim();
        try
        {
            Tool.Run("pvcreate", "-q", "--config", "devices{use_devicesfile=0}", device);
        }
        finally
        {
            Tool.Run("losetup", "-d", device);
        }

        await using var disk = new RawFileDisk(image);
        var layout = await DiskLayoutReader.ReadAsync(disk);

        Assert.Equal("lvm2_member", layout.WholeDisk?.Type);
        Assert.Equal(Blkid.Probe(image), layout.WholeDisk);
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task Damaged_superblock_is_not_recognised_or_recognised_but_never_an_exception(string type, string recipe, long length)
    {
        string image = Make(recipe, length);
        var random = new Random(17);
        var superblocks = new byte[72 * 1024];
        using (var file = File.OpenHandle(image)) RandomAccess.Read(file, superblocks, 0);
        int[] places = [.. Enumerable.Range(0, superblocks.Length).Where(i => superblocks[i] != 0)];
        Assert.NotEmpty(places);
        for (int round = 0; round < 60; round++)
        {
            var damaged = (byte[])superblocks.Clone();
            for (int i = 0; i < 1 + round % 8; i++) damaged[places[random.Next(places.Length)]] = (byte)random.Next(256);
            await using var disk = new PatternDisk(length).Add(0, damaged);
            var timer = Stopwatch.StartNew();

            var layout = await DiskLayoutReader.ReadAsync(disk);

            Assert.True(layout.WholeDisk is null || layout.WholeDisk.Type.Length > 0, type);
            Assert.InRange(disk.BytesRead, 1, 4 * MiB);
            Assert.True(timer.Elapsed < TimeSpan.FromSeconds(5));
        }
    }

    private string Make(string recipe, long length)
    {
        string[] words = recipe.Split(' ');
        Tool.Need(words[0]);
        Tool.Need("blkid");
        string image = Blank("disk.raw", length);
        Tool.Run(words[0], [.. words[1..], image]);
        return image;
    }

    private string Blank(string name, long length)
    {
        using var file = File.Create(_folder.File(name));
        file.SetLength(length);
        return file.Name;
    }
}
