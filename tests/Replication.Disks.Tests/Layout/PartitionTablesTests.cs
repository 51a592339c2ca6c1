using System.Buffers.Binary;
using Replication.Core.Disks;
using Replication.Disks.Layout;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Layout;

/// <summary>Tables that parted and sgdisk made, whole and damaged.</summary>
public sealed class PartitionTablesTests : IDisposable
{
    private const long MiB = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly PartitionedImages _images;

    public PartitionTablesTests() => _images = new PartitionedImages(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Gpt_of_sgdisk_gives_names_ids_types_and_file_systems()
    {
        string image = _images.Gpt(64 * MiB);
        _images.PutFat(image, 1 * MiB, 8 * MiB);
        _images.PutExt4(image, 16 * MiB, 20 * MiB);

        var layout = await ReadAsync(image);

        Assert.Equal(PartitionStyle.Gpt, layout.Style);
        Assert.Equal("11111111-2222-3333-4444-555555555555", layout.DiskId);
        Assert.Empty(layout.Warnings);
        Assert.Equal([1, 3, 128], layout.Partitions.Select(p => p.Number));
        Assert.Equal([new(1 * MiB, 8 * MiB), new(16 * MiB, 20 * MiB), new(40 * MiB, 2 * MiB)], layout.Partitions.Select(p => p.Extent));
        Assert.Equal(["EFI system", "Größe 3", null], layout.Partitions.Select(p => p.Name));
        Assert.Equal("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", layout.Partitions[0].Type);
        Assert.Equal("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", layout.Partitions[0].Id);
        Assert.Equal([false, true, false], layout.Partitions.Select(p => p.Bootable));
        Assert.Equal(Blkid.Probe(image, 1 * MiB), layout.Partitions[0].FileSystem);
        Assert.Equal(Blkid.Probe(image, 16 * MiB), layout.Partitions[1].FileSystem);
        Assert.Equal("ext4", layout.Partitions[1].FileSystem?.Type);
        Assert.Null(layout.Partitions[2].FileSystem);
    }

    [Theory]
    [InlineData(512, "primary")] // header
    [InlineData(512 + 60, "primary")]
    [InlineData(1024 + 20, "primary")] // entries
    [InlineData(64 * MiB - 512 + 40, "backup")]
    [InlineData(64 * MiB - 33 * 512 + 60, "backup")]
    public async Task Damage_to_one_copy_of_the_gpt_is_a_warning(long offset, string damaged)
    {
        string image = _images.Gpt(64 * MiB);
        var whole = await ReadAsync(image);
        PartitionedImages.Flip(image, offset);

        var layout = await ReadAsync(image);

        Assert.Contains(layout.Warnings, w => w.Contains($"The {damaged} GPT", StringComparison.Ordinal));
        Assert.Equal(whole.Partitions, layout.Partitions);
        Assert.Equal(whole.DiskId, layout.DiskId);
    }

    [Fact]
    public async Task Damage_to_both_copies_is_gpt_without_partitions_and_with_warnings()
    {
        string image = _images.Gpt(64 * MiB);
        PartitionedImages.Flip(image, 512 + 60);
        PartitionedImages.Flip(image, 64 * MiB - 512 + 60);

        var layout = await ReadAsync(image);

        Assert.Equal(PartitionStyle.Gpt, layout.Style);
        Assert.Empty(layout.Partitions);
        Assert.Contains(layout.Warnings, w => w.Contains("Neither GPT header", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Grown_disk_still_finds_its_backup_where_the_primary_says()
    {
        string image = _images.Gpt(64 * MiB);
        using (var file = File.OpenHandle(image, access: FileAccess.Write)) RandomAccess.SetLength(file, 80 * MiB);

        var layout = await ReadAsync(image);

        Assert.Equal(3, layout.Partitions.Count);
        Assert.Contains(layout.Warnings, w => w.Contains("grown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Missing_protective_mbr_does_not_hide_the_gpt()
    {
        string image = _images.Gpt(64 * MiB);
        using (var file = File.OpenHandle(image, access: FileAccess.Write)) RandomAccess.Write(file, new byte[512], 0);

        var layout = await ReadAsync(image);

        Assert.Equal(PartitionStyle.Gpt, layout.Style);
        Assert.Equal(3, layout.Partitions.Count);
        Assert.NotEmpty(layout.Warnings);
    }

    [Fact]
    public async Task Gpt_of_4096_byte_sectors_is_read_with_and_without_knowing_the_size()
    {
        string image = _images.Gpt(64 * MiB);
        var table = PartitionedImages.ToSectorsOf4096(File.ReadAllBytes(image), 64 * MiB);

        await using var known = new PatternDisk(64 * MiB, 4096).Add(0, table);
        var layout = await DiskLayoutReader.ReadAsync(known);
        await using var unknown = new PatternDisk(64 * MiB).Add(0, table);
        var guessed = await DiskLayoutReader.ReadAsync(unknown);

        Assert.Empty(layout.Warnings);
        Assert.Equal(new Extent(8 * MiB, 64 * MiB - 8 * MiB - 6 * 4096), Assert.Single(layout.Partitions).Extent);
        Assert.Equal(layout.Partitions, guessed.Partitions);
        Assert.Contains("4096", Assert.Single(guessed.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mbr_with_logical_partitions_is_numbered_as_linux_does()
    {
        string image = _images.Mbr();
        _images.PutExt4(image, 21 * MiB, 9 * MiB);

        var layout = await ReadAsync(image);

        Assert.Equal(PartitionStyle.Mbr, layout.Style);
        Assert.Matches("^[0-9a-f]{8}$", layout.DiskId);
        Assert.Equal(Convert.ToHexStringLower([.. File.ReadAllBytes(image).AsSpan(440, 4).ToArray().Reverse()]), layout.DiskId);
        Assert.Empty(layout.Warnings);
        Assert.Equal(PartitionedImages.PartedTable(image), layout.Partitions.Select(p => (p.Number, p.Extent)));
        Assert.Equal([1, 2, 5, 6, 7], layout.Partitions.Select(p => p.Number));
        Assert.Equal(["83", "05", "83", "82", "83"], layout.Partitions.Select(p => p.Type == "0f" ? "05" : p.Type));
        Assert.True(layout.Partitions[0].Bootable);
        Assert.Equal("ext4", layout.Partitions[2].FileSystem?.Type);
        Assert.Null(layout.Partitions[1].FileSystem);
    }

    [Theory]
    [InlineData(0u)] // to the first table again
    [InlineData(0xFFFFFFF0u)] // outside
    public async Task Chain_of_logical_partitions_that_does_not_end_is_cut_with_a_warning(uint link)
    {
        string image = _images.Mbr();
        var bytes = File.ReadAllBytes(image);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)(20 * MiB) + 446 + 16 + 8), link);

        await using var disk = new PatternDisk(bytes.Length).Add(0, bytes);
        var layout = await DiskLayoutReader.ReadAsync(disk);

        Assert.Equal([1, 2, 5], layout.Partitions.Select(p => p.Number));
        Assert.NotEmpty(layout.Warnings);
    }

    [Fact]
    public async Task Partition_beyond_the_end_of_the_disk_is_cut_or_left_out_with_a_warning()
    {
        var bytes = File.ReadAllBytes(_images.Mbr()).AsSpan(0, (int)(15 * MiB)).ToArray();

        await using var disk = new PatternDisk(bytes.Length).Add(0, bytes);
        var layout = await DiskLayoutReader.ReadAsync(disk);

        Assert.Equal([new(1 * MiB, 14 * MiB)], layout.Partitions.Select(p => p.Extent));
        Assert.NotEmpty(layout.Warnings);
    }

    [Fact]
    public async Task Blank_and_tiny_disks_have_no_table_and_random_bytes_are_not_recognised()
    {
        foreach (long length in (long[])[0, 1, 511, 512, 513, 4096, 70_000, 10L << 40])
        {
            await using var blank = new PatternDisk(length);
            var layout = await DiskLayoutReader.ReadAsync(blank);
            Assert.Equal((PartitionStyle.None, null, 0), (layout.Style, layout.WholeDisk, layout.Warnings.Count));
        }

        for (int seed = 0; seed < 300; seed++)
        {
            var noise = new byte[256 * 1024];
            new Random(seed).NextBytes(noise);
            await using var disk = new PatternDisk(noise.Length).Add(0, noise);
            Assert.Null((await DiskLayoutReader.ReadAsync(disk)).WholeDisk);
        }
    }

    [Fact]
    public async Task Read_error_of_the_disk_is_passed_on()
    {
        await using var disk = new PatternDisk(MiB) { OnRead = _ => throw new IOException("bad sector") };

        await Assert.ThrowsAsync<IOException>(() => DiskLayoutReader.ReadAsync(disk).AsTask());
    }

    [Fact]
    public async Task Partition_table_wins_over_the_old_superblock_behind_it()
    {
        string image = _images.Mbr();
        string old = _images.Blank("old.raw", 16 * MiB);
        Tool.Run("mkfs.ext4", "-q", old);
        using (var file = File.OpenHandle(image, access: FileAccess.Write))
        {
            RandomAccess.Write(file, File.ReadAllBytes(old).AsSpan(1024, 1024), 1024);
        }

        var layout = await ReadAsync(image);

        Assert.Equal(PartitionStyle.Mbr, layout.Style);
        Assert.Null(layout.WholeDisk);
        Assert.Equal(5, layout.Partitions.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Damaged_tables_give_a_layout_in_bounded_time_and_never_an_exception(bool gpt)
    {
        var whole = File.ReadAllBytes(gpt ? _images.Gpt(32 * MiB) : _images.Mbr());
        var damaged = (byte[])whole.Clone();
        int[] places = [.. Enumerable.Range(0, whole.Length).Where(i => whole[i] != 0)];
        var random = new Random(99);
        for (int round = 0; round < 1000; round++)
        {
            var touched = new List<int>(Enumerable.Range(512, 92));
            for (int i = 0; i < 1 + round % 10; i++)
            {
                touched.Add(places[random.Next(places.Length)] + random.Next(2));
                damaged[touched[^1]] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            }

            if (gpt && round % 2 == 0)
            {
                // Only with a correct checksum do the numbers of the header reach the code behind it.
                int field = (round / 2 % 3) switch { 0 => 32, 1 => 72, _ => 80 };
                BinaryPrimitives.WriteUInt64LittleEndian(damaged.AsSpan(512 + field), (ulong)random.NextInt64() >> random.Next(64));
                damaged.AsSpan(512 + 16, 4).Clear();
                BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(512 + 16), PartitionedImages.Crc(damaged.AsSpan(512, 92)));
            }

            await using var disk = new PatternDisk(damaged.Length).Add(0, damaged);
            var layout = await DiskLayoutReader.ReadAsync(disk);

            Assert.All(layout.Partitions, p => Assert.True(p.Extent.Offset >= 0 && p.Extent.Length > 0 && p.Extent.End <= disk.Length));
            Assert.InRange(disk.BytesRead, 1, 16 * MiB);
            foreach (int place in touched) damaged[place] = whole[place];
        }
    }

    private static async Task<DiskLayout> ReadAsync(string image)
    {
        await using var disk = new RawFileDisk(image);
        return await DiskLayoutReader.ReadAsync(disk);
    }
}
