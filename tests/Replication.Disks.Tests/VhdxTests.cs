using System.Buffers.Binary;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests;

public sealed class VhdxTests : IDisposable
{
    private const int Header1 = 64 * 1024;
    private const int Header2 = 128 * 1024;
    private const int Region1 = 192 * 1024;
    private const int Region2 = 256 * 1024;
    private const int MetadataItems = VhdxBuilder.MetadataOffset + 64 * 1024;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1 << 20, 512)]
    [InlineData(1 << 20, 4096)]
    [InlineData(8 << 20, 512)]
    public async Task A_dynamic_disk_shows_its_blocks_and_zeros_between(int blockSize, int sectorSize)
    {
        byte[] content = Content.Sparse((20 << 20) + 4096 * 3, blockSize, runs: 8);
        await using IDiskView disk = await Content.OpenAsync(
            _folder.Write("disk", VhdxBuilder.Dynamic(content, (uint)blockSize, sectorSize).Build()));
        Assert.Equal("vhdx dynamic", disk.Format);
        Assert.Equal(sectorSize, disk.LogicalSectorSize);
        await Content.AssertShowsAsync(disk, content);
    }

    [Fact]
    public async Task A_file_that_keeps_its_blocks_allocated_is_called_fixed()
    {
        byte[] content = Content.Random(3 << 20, 1);
        var builder = new VhdxBuilder { Size = content.Length, LeaveAllocated = true };
        builder.Fill(content);
        await using IDiskView disk = await Content.OpenAsync(_folder.Write("disk", builder.Build()));
        Assert.Equal("vhdx fixed", disk.Format);
        await Content.AssertShowsAsync(disk, content);
    }

    [Fact]
    public async Task The_entry_of_a_block_skips_the_bitmap_entries_of_earlier_chunks()
    {
        // 256 MiB blocks of 512-byte sectors: 16 blocks in a chunk, so block 17 has entry 18.
        const long Size = 20L * 256 * VhdxBuilder.Mb;
        byte[] image = new VhdxBuilder { Size = Size, BlockSize = 256 * VhdxBuilder.Mb }.Build();
        byte[] data = Content.Random(4096, 9);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(VhdxBuilder.BatOffset + 18 * 8), VhdxBuilder.DataOffset | 6ul);
        string path = _folder.Write("disk", image);
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write))
        {
            RandomAccess.SetLength(file, VhdxBuilder.DataOffset + 256L * VhdxBuilder.Mb);
            RandomAccess.Write(file, data, VhdxBuilder.DataOffset + 8192);
        }

        await using IDiskView disk = await Content.OpenAsync(path);
        long at = 17L * 256 * VhdxBuilder.Mb + 8192;
        Assert.Equal(data, await Content.ReadAsync(disk, at, 4096));
        Assert.Contains(await Content.ExtentsAsync(disk, 0, Size), extent => extent.Offset <= at && extent.End >= at + 4096);
    }

    [Fact]
    public async Task The_header_with_the_greater_sequence_number_is_current()
    {
        byte[] content = Content.Random(2 << 20, 1);
        byte[] bytes = VhdxBuilder.Dynamic(content).Build();
        // The older header says that a log must be replayed; the newer one says that it was.
        Guid.NewGuid().TryWriteBytes(bytes.AsSpan(Header1 + 48));
        VhdxBuilder.FixChecksum(bytes.AsSpan(Header1, 4096));
        await Content.AssertShowsAsync(_folder.Write("disk", bytes), content);
    }

    [Fact]
    public async Task Either_copy_of_header_and_region_table_suffices_and_neither_is_refused()
    {
        byte[] content = Content.Random(2 << 20, 1);
        byte[] intact = VhdxBuilder.Dynamic(content).Build();
        int name = 0;
        foreach ((int first, int second) in new[] { (Header1, Header2), (Region1, Region2) })
        {
            byte[] bytes = [.. intact];
            bytes[first + 20] ^= 1;
            await Content.AssertShowsAsync(_folder.Write($"{name++}", bytes), content);
            bytes[second + 20] ^= 1;
            await Content.RefusedAsync(_folder.Write($"{name++}", bytes), DiskErrorIds.ImageDamaged);
            bytes[first + 20] ^= 1;
            await Content.AssertShowsAsync(_folder.Write($"{name++}", bytes), content);
        }
    }

    [Fact]
    public async Task Two_different_headers_of_one_sequence_number_are_refused()
    {
        byte[] bytes = VhdxBuilder.Dynamic(Content.Random(2 << 20, 1)).Build();
        bytes[Header1 + 8] = bytes[Header2 + 8];
        VhdxBuilder.FixChecksum(bytes.AsSpan(Header1, 4096));
        await Content.RefusedAsync(_folder.Write("disk", bytes), DiskErrorIds.ImageDamaged);
    }

    [Fact]
    public async Task An_unknown_version_is_refused()
    {
        byte[] bytes = VhdxBuilder.Dynamic(Content.Random(2 << 20, 1)).Build();
        bytes[Header2 + 66] = 2;
        VhdxBuilder.FixChecksum(bytes.AsSpan(Header2, 4096));
        await Content.RefusedAsync(_folder.Write("disk", bytes), DiskErrorIds.DiskFormatNotSupported);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_region_is_refused_when_it_is_required(bool required)
    {
        byte[] content = Content.Random(2 << 20, 1);
        var builder = new VhdxBuilder { Size = content.Length, ExtraRegions = [(Guid.NewGuid(), required)] };
        builder.Fill(content);
        string path = _folder.Write("disk", builder.Build());
        if (required) await Content.RefusedAsync(path, DiskErrorIds.DiskFormatNotSupported);
        else await Content.AssertShowsAsync(path, content);
    }

    [Theory]
    [InlineData(4u)]
    [InlineData(1u)]
    public async Task An_unknown_metadata_item_is_refused_when_it_is_required(uint flags)
    {
        byte[] content = Content.Random(2 << 20, 1);
        var builder = new VhdxBuilder { Size = content.Length, ExtraItems = [(Guid.NewGuid(), flags)] };
        builder.Fill(content);
        string path = _folder.Write("disk", builder.Build());
        if (flags == 4) await Content.RefusedAsync(path, DiskErrorIds.DiskFormatNotSupported);
        else await Content.AssertShowsAsync(path, content);
    }

    [Theory]
    [InlineData(0, 0L, 4)]
    [InlineData(0, 3L << 20, 4)]
    [InlineData(0, 512L << 20, 4)]
    [InlineData(4, 0xFFFFFFFCL, 4)]
    [InlineData(8, 0L, 8)]
    [InlineData(8, 1000L, 8)]
    [InlineData(8, (64L << 40) + 512, 8)]
    [InlineData(8, long.MinValue, 8)]
    [InlineData(8, 64L << 40, 8)]
    [InlineData(32, 520L, 4)]
    [InlineData(36, 0L, 4)]
    public async Task Metadata_values_outside_of_the_specification_are_refused(int item, long value, int size)
    {
        // 64 TiB in blocks of 1 MiB is a legal size, but not with a BAT region of 1 MiB.
        byte[] bytes = VhdxBuilder.Dynamic(Content.Random(2 << 20, 1)).Build();
        if (size == 8) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(MetadataItems + item), value);
        else BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(MetadataItems + item), (uint)value);
        await Content.RefusedAsync(_folder.Write("disk", bytes), DiskErrorIds.ImageDamaged);
    }

    [Theory]
    [InlineData(0x00000000_00400004ul, DiskErrorIds.ImageDamaged)] // reserved state
    [InlineData(0x00000000_00400007ul, DiskErrorIds.ImageDamaged)] // partial, without parent
    [InlineData(0x00000000_00480006ul, DiskErrorIds.ImageDamaged)] // reserved bits
    [InlineData(0x00000000_00000006ul, DiskErrorIds.ImageDamaged)] // header section
    [InlineData(0x00000000_00100006ul, DiskErrorIds.ImageDamaged)] // log
    [InlineData(0x00000000_00200006ul, DiskErrorIds.ImageDamaged)] // metadata
    [InlineData(0x00000000_00300006ul, DiskErrorIds.ImageDamaged)] // the BAT itself
    [InlineData(0x00000000_00500006ul, DiskErrorIds.ImageDamaged)] // another block
    [InlineData(0x00000000_00600006ul, DiskErrorIds.ImageTruncated)] // just past the end
    [InlineData(0x7FFFFFFF_FFF00006ul, DiskErrorIds.ImageTruncated)]
    [InlineData(0xFFFFFFFF_FFF00006ul, DiskErrorIds.ImageTruncated)]
    public async Task A_hostile_BAT_entry_is_refused_with_its_place(ulong entry, string errorId)
    {
        byte[] bytes = VhdxBuilder.Dynamic(Content.Random(2 << 20, 1)).Build();
        Assert.Equal(0x600000, bytes.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(VhdxBuilder.BatOffset), entry);
        DiskImageException refusal = await Content.RefusedAsync(_folder.Write("disk", bytes), errorId);
        // The second of two claims on one place is the one that is named.
        Assert.InRange(refusal.Offset!.Value, VhdxBuilder.BatOffset, VhdxBuilder.BatOffset + 8);
    }

    [Fact]
    public async Task A_partially_present_block_without_its_bitmap_is_refused()
    {
        byte[] content = Content.Random(1 << 20, 1);
        byte[] parent = VhdxBuilder.Dynamic(content).Build();
        _folder.Write("parent", parent);
        var builder = new VhdxBuilder
        {
            Size = content.Length,
            HasParent = true,
            Locator = [("parent_linkage", $"{new Guid(parent.AsSpan(Header1 + 32, 16)):B}"), ("relative_path", "parent")],
        };
        builder.Blocks[0] = (7, content);
        builder.Present[0] = _ => true;
        byte[] bytes = builder.Build();
        await Content.AssertShowsAsync(_folder.Write("intact", bytes), content);
        bytes.AsSpan(VhdxBuilder.BatOffset + (int)builder.ChunkRatio * 8, 8).Clear();
        await Content.RefusedAsync(_folder.Write("disk", bytes), DiskErrorIds.ImageDamaged);
    }

    [Fact]
    public async Task The_BAT_of_a_64_TiB_disk_is_read_in_bounded_memory()
    {
        // 64 TiB in blocks of 1 MiB: a BAT of 512 MiB, here one hole with two entries in it.
        const long BatLength = 513L << 20;
        const long Blocks = 64L << 20;
        const long Size = Blocks << 20;
        byte[] start = new VhdxBuilder { Size = Size }.Build();
        BinaryPrimitives.WriteUInt32LittleEndian(start.AsSpan(Region1 + 16 + 24), (uint)BatLength);
        VhdxBuilder.FixChecksum(start.AsSpan(Region1, 64 * 1024));
        start.AsSpan(Region1, 64 * 1024).CopyTo(start.AsSpan(Region2));
        string path = _folder.Path("disk");
        long dataOffset = VhdxBuilder.BatOffset + BatLength;
        byte[] data = Content.Random(1 << 20, 1);
        long last = Blocks - 1;
        using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(file, dataOffset + (1 << 20));
            RandomAccess.Write(file, start.AsSpan(0, VhdxBuilder.BatOffset), 0);
            RandomAccess.Write(file, BitConverter.GetBytes((ulong)dataOffset | 6), VhdxBuilder.BatOffset + (last + last / 4096) * 8);
        }

        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write)) RandomAccess.Write(file, data, dataOffset);
        long before = GC.GetTotalAllocatedBytes();
        await using IDiskView disk = await Content.OpenAsync(path);
        Assert.Equal(data, await Content.ReadAsync(disk, Size - (1 << 20), 1 << 20));
        Assert.Equal(new byte[4096], await Content.ReadAsync(disk, Size / 2, 4096));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64L << 20);
    }

    [Fact]
    public async Task A_file_cut_inside_of_the_header_section_is_refused()
    {
        byte[] bytes = VhdxBuilder.Dynamic(Content.Random(2 << 20, 1)).Build();
        await Content.RefusedAsync(_folder.Write("disk", bytes[..700_000]), DiskErrorIds.ImageTruncated);
    }
}
