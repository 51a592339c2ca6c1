using System.Buffers.Binary;
using Replication.Core.Disks;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests;

public sealed class VhdTests : IDisposable
{
    private const int TailSize = 512;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(64 * 1024)]
    [InlineData(512 * 1024)]
    [InlineData(2 * 1024 * 1024)]
    [InlineData(8 * 1024 * 1024)]
    public async Task A_dynamic_disk_shows_its_blocks_and_zeros_between(int blockSize)
    {
        byte[] content = Content.Sparse(20_000_256, blockSize, runs: 12);
        await using IDiskView disk = await Content.OpenAsync(_folder.Write("disk", VhdBuilder.Dynamic(content, blockSize).Build()));
        Assert.Equal("vhd dynamic", disk.Format);
        Assert.Equal(512, disk.LogicalSectorSize);
        await Content.AssertShowsAsync(disk, content);
    }

    [Fact]
    public async Task Blocks_may_lie_in_any_order()
    {
        byte[] content = Content.Random(1 << 20, 5);
        var ordered = VhdBuilder.Dynamic(content);
        var shuffled = new VhdBuilder { Size = content.Length };
        foreach (int block in ordered.Blocks.Keys.OrderByDescending(block => block * 7 % 16))
        {
            shuffled.Blocks[block] = ordered.Blocks[block];
        }

        await Content.AssertShowsAsync(_folder.Write("disk", shuffled.Build()), content);
    }

    [Fact]
    public async Task A_sector_whose_bit_is_clear_was_never_written()
    {
        byte[] content = Content.Random(256 * 1024, 5);
        VhdBuilder builder = VhdBuilder.Dynamic(content);
        builder.Present[1] = sector => sector % 3 != 0;
        for (int sector = 0; sector < 128; sector += 3) content.AsSpan(64 * 1024 + sector * 512, 512).Clear();
        await Content.AssertShowsAsync(_folder.Write("disk", builder.Build()), content);
    }

    [Fact]
    public async Task A_fixed_disk_is_the_file_without_its_footer()
    {
        byte[] content = Content.Random(1 << 20, 5);
        var builder = new VhdBuilder { Size = content.Length, DiskType = 2 };
        builder.Blocks[0] = content;
        await using IDiskView disk = await Content.OpenAsync(_folder.Write("disk", builder.Build()));
        Assert.Equal("vhd fixed", disk.Format);
        await Content.AssertShowsAsync(disk, content);
    }

    [Fact]
    public async Task The_old_footer_of_511_bytes_is_read()
    {
        byte[] content = Content.Random(1 << 20, 5);
        var builder = new VhdBuilder { Size = content.Length, DiskType = 2 };
        builder.Blocks[0] = content;
        await Content.AssertShowsAsync(_folder.Write("disk", builder.Build()[..^1]), content);
    }

    [Fact]
    public async Task The_copy_at_the_start_replaces_a_footer_that_a_crashed_writer_did_not_write()
    {
        byte[] content = Content.Sparse(1 << 20, 5);
        var builder = new VhdBuilder { Size = content.Length, WithFooter = false };
        builder.Fill(content);
        await Content.AssertShowsAsync(_folder.Write("disk", builder.Build()), content);
    }

    [Fact]
    public async Task The_copy_at_the_start_replaces_a_damaged_footer_and_the_footer_a_damaged_copy()
    {
        byte[] content = Content.Sparse(1 << 20, 5);
        byte[] bytes = VhdBuilder.Dynamic(content).Build();
        bytes[^100] ^= 1;
        await Content.AssertShowsAsync(_folder.Write("tail", bytes), content);
        bytes[^100] ^= 1;
        bytes[50] ^= 1;
        await Content.AssertShowsAsync(_folder.Write("head", bytes), content);
        bytes[^100] ^= 1;
        await Content.RefusedAsync(_folder.Write("both", bytes), DiskErrorIds.ImageDamaged);
    }

    [Fact]
    public async Task A_fixed_disk_with_a_damaged_footer_is_refused()
    {
        byte[] bytes = new VhdBuilder { Size = 1 << 20, DiskType = 2 }.Build();
        bytes[^400] ^= 0x10;
        await Content.RefusedAsync(_folder.Write("disk", bytes), DiskErrorIds.ImageDamaged);
    }

    [Fact]
    public async Task A_block_outside_of_the_file_is_refused() => await AssertEntryRefusedAsync(0x7FFFFFFF, DiskErrorIds.ImageTruncated);

    [Fact]
    public async Task A_block_that_covers_the_headers_is_refused() => await AssertEntryRefusedAsync(0, DiskErrorIds.ImageDamaged);

    [Fact]
    public async Task A_block_that_covers_the_table_itself_is_refused() => await AssertEntryRefusedAsync(2, DiskErrorIds.ImageDamaged);

    [Fact]
    public async Task Two_blocks_on_one_place_are_refused()
    {
        byte[] bytes = VhdBuilder.Dynamic(Content.Random(1 << 20, 1)).Build();
        bytes.AsSpan(VhdBuilder.TableOffset, 4).CopyTo(bytes.AsSpan(VhdBuilder.TableOffset + 4));
        await Content.RefusedAsync(_folder.Write("disk", bytes), DiskErrorIds.ImageDamaged);
    }

    [Theory]
    [InlineData(48, 0x7FFFFFFFFFFFFE00, DiskErrorIds.ImageDamaged)]
    [InlineData(48, -512, DiskErrorIds.ImageDamaged)]
    [InlineData(48, 0, DiskErrorIds.ImageDamaged)]
    [InlineData(48, 1000, DiskErrorIds.ImageDamaged)]
    [InlineData(16, 0x7FFFFFFFFFFFFFF0, DiskErrorIds.ImageTruncated)]
    [InlineData(16, -1, DiskErrorIds.ImageTruncated)]
    public async Task Extreme_numbers_in_a_footer_with_valid_checksum_are_refused(int field, long value, string errorId)
    {
        byte[] bytes = VhdBuilder.Dynamic(Content.Random(1 << 20, 1)).Build();
        foreach (int start in new[] { 0, bytes.Length - TailSize })
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(start + field), value);
            VhdBuilder.FixChecksum(bytes.AsSpan(start, TailSize), 64);
        }

        await Content.RefusedAsync(_folder.Write("disk", bytes), errorId);
    }

    [Theory]
    [InlineData(16, -1L, 8, DiskErrorIds.ImageTruncated)]
    [InlineData(16, long.MaxValue, 8, DiskErrorIds.ImageTruncated)]
    [InlineData(28, 3L, 4, DiskErrorIds.ImageDamaged)]
    [InlineData(32, 0L, 4, DiskErrorIds.ImageDamaged)]
    [InlineData(32, 3_000_000L, 4, DiskErrorIds.ImageDamaged)]
    [InlineData(32, 0x80000000L, 4, DiskErrorIds.ImageDamaged)]
    [InlineData(24, 0x00020000L, 4, DiskErrorIds.DiskFormatNotSupported)]
    public async Task Extreme_numbers_in_a_dynamic_header_with_valid_checksum_are_refused(int field, long value, int size, string errorId)
    {
        byte[] bytes = VhdBuilder.Dynamic(Content.Random(1 << 20, 1)).Build();
        Span<byte> header = bytes.AsSpan(VhdBuilder.HeaderOffset, 1024);
        if (size == 8) BinaryPrimitives.WriteInt64BigEndian(header[field..], value);
        else BinaryPrimitives.WriteUInt32BigEndian(header[field..], (uint)value);
        VhdBuilder.FixChecksum(header, 36);
        await Content.RefusedAsync(_folder.Write("disk", bytes), errorId);
    }

    private async Task AssertEntryRefusedAsync(uint entry, string errorId)
    {
        byte[] bytes = VhdBuilder.Dynamic(Content.Random(1 << 20, 1)).Build();
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(VhdBuilder.TableOffset + 8), entry);
        await Content.RefusedAsync(_folder.Write("disk", bytes), errorId);
    }
}
