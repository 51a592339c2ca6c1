using System.Buffers.Binary;
using System.Security.Cryptography;
using Replication.Core.Errors;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests;

/// <summary>Disks whose host stopped before the log was written home ([MS-VHDX] 2.3).</summary>
public sealed class VhdxLogTests : IDisposable
{
    private const int Sector = 4096;
    private const int Bat = VhdxBuilder.BatOffset;
    private readonly TestFolder _folder = new();
    private readonly Guid _logGuid = Guid.NewGuid();
    private readonly byte[] _content = Content.Random(6 << 20, 1);
    private int _logStart = VhdxBuilder.LogOffset;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_update_that_is_only_in_the_log_is_read()
    {
        (byte[] dirty, byte[] clean) = Images();
        dirty.AsSpan(Bat, Sector).Clear();
        new VhdxLogBuilder(dirty, _logGuid).Data(Bat, clean.AsSpan(Bat)).Append(0, tail: 0, sequence: 7);
        await AssertReplaysAsync(dirty);
    }

    [Fact]
    public async Task The_source_is_never_written_to()
    {
        (byte[] dirty, byte[] clean) = Images();
        dirty.AsSpan(Bat, Sector).Clear();
        new VhdxLogBuilder(dirty, _logGuid).Data(Bat, clean.AsSpan(Bat)).Append(0, tail: 0, sequence: 7);
        string path = _folder.Write("disk", dirty);
        DateTime written = File.GetLastWriteTimeUtc(path);
        await Content.AssertShowsAsync(path, _content);
        Assert.Equal(SHA256.HashData(dirty), SHA256.HashData(await File.ReadAllBytesAsync(path)));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public async Task Zero_descriptors_zero_and_later_writes_win()
    {
        (byte[] dirty, byte[] clean) = Images();
        dirty.AsSpan(Bat, 3 * Sector).Fill(0xFF);
        byte[] garbage = Content.Random(Sector, 4);
        var log = new VhdxLogBuilder(dirty, _logGuid);
        int next = log.Data(Bat, garbage).Data(Bat + Sector, garbage).Append(0, tail: 0, sequence: 1);
        next = log.Zero(Bat, 3 * Sector).Append(next, tail: 0, sequence: 2);
        log.Data(Bat, clean.AsSpan(Bat)).Append(next, tail: 0, sequence: 3);
        await AssertReplaysAsync(dirty);
    }

    [Fact]
    public async Task An_entry_may_wrap_around_the_end_of_the_ring()
    {
        (byte[] dirty, byte[] clean) = Images();
        dirty.AsSpan(Bat, Sector).Clear();
        dirty[VhdxBuilder.MetadataOffset] = 0;
        int start = VhdxBuilder.Mb - 2 * Sector;
        new VhdxLogBuilder(dirty, _logGuid)
            .Data(Bat, clean.AsSpan(Bat)).Data(VhdxBuilder.MetadataOffset, clean.AsSpan(VhdxBuilder.MetadataOffset)).Data(
                Bat + Sector, clean.AsSpan(Bat + Sector))
            .Append(start, tail: start, sequence: 9);
        await AssertReplaysAsync(dirty);
    }

    [Fact]
    public async Task An_entry_with_many_descriptors_continues_in_further_descriptor_sectors()
    {
        (byte[] dirty, byte[] clean) = Images();
        var log = new VhdxLogBuilder(dirty, _logGuid);
        for (int i = 0; i < 130; i++)
        {
            dirty.AsSpan(Bat + i * Sector, Sector).Fill(0xAB);
            log.Data(Bat + i * Sector, clean.AsSpan(Bat + i * Sector));
        }

        log.Append(0, tail: 0, sequence: 1);
        await AssertReplaysAsync(dirty);
    }

    [Fact]
    public async Task A_torn_newest_entry_is_left_out_and_the_sequence_before_it_replayed()
    {
        (byte[] dirty, byte[] clean) = Images();
        dirty.AsSpan(Bat, Sector).Clear();
        var log = new VhdxLogBuilder(dirty, _logGuid);
        int next = log.Data(Bat, clean.AsSpan(Bat)).Append(0, tail: 0, sequence: 5);
        log.Data(Bat, Content.Random(Sector, 2)).Append(next, tail: 0, sequence: 6);
        dirty[VhdxBuilder.LogOffset + next + Sector + 100] ^= 1;
        await AssertReplaysAsync(dirty);
    }

    [Fact]
    public async Task Only_the_newest_sequence_counts_wherever_it_lies()
    {
        (byte[] dirty, byte[] clean) = Images();
        dirty.AsSpan(Bat, Sector).Clear();
        var log = new VhdxLogBuilder(dirty, _logGuid);
        log.Data(Bat, Content.Random(Sector, 2)).Append(10 * Sector, tail: 10 * Sector, sequence: 50);
        log.Data(Bat, clean.AsSpan(Bat)).Append(100 * Sector, tail: 100 * Sector, sequence: 51_000);
        log.Data(Bat, Content.Random(Sector, 3)).Append(200 * Sector, tail: 200 * Sector, sequence: 49);
        await AssertReplaysAsync(dirty);
    }

    [Fact]
    public async Task Entries_before_the_tail_are_not_replayed()
    {
        (byte[] dirty, byte[] clean) = Images();
        var log = new VhdxLogBuilder(dirty, _logGuid);
        // The first entry was written home long ago and its place has been changed since, by the second.
        int second = log.Data(Bat, Content.Random(Sector, 2)).Append(0, tail: 0, sequence: 1);
        log.Data(Bat + Sector, clean.AsSpan(Bat + Sector)).Append(second, tail: second, sequence: 2);
        await AssertReplaysAsync(dirty);
    }

    [Fact]
    public async Task Entries_of_an_earlier_session_do_not_count()
    {
        (byte[] dirty, byte[] clean) = Images();
        new VhdxLogBuilder(dirty, Guid.NewGuid()).Data(Bat, Content.Random(Sector, 2)).Append(0, tail: 0, sequence: 1000);
        new VhdxLogBuilder(dirty, _logGuid).Data(Bat, clean.AsSpan(Bat)).Append(2 * Sector, tail: 2 * Sector, sequence: 1);
        await AssertReplaysAsync(dirty);
    }

    [Fact]
    public async Task The_region_tables_themselves_may_be_in_the_log()
    {
        (byte[] dirty, byte[] clean) = Images();
        var log = new VhdxLogBuilder(dirty, _logGuid);
        foreach (int table in new[] { 192 * 1024, 256 * 1024 })
        {
            dirty[table + 40] ^= 0xFF;
            log.Data(table, clean.AsSpan(table));
        }

        log.Append(0, tail: 0, sequence: 1);
        await AssertReplaysAsync(dirty);
    }

    [Fact]
    public async Task The_file_is_extended_as_the_log_says()
    {
        (byte[] dirty, byte[] clean) = Images();
        // The last block was allocated, but the file was not yet extended: it reads as zeros.
        byte[] shorter = dirty[..^VhdxBuilder.Mb];
        new VhdxLogBuilder(shorter, _logGuid) { LastFileOffset = dirty.Length }.Data(Bat, clean.AsSpan(Bat)).Append(
            0, tail: 0, sequence: 1);
        _content.AsSpan(5 << 20).Clear();
        await Content.AssertShowsAsync(_folder.Write("disk", shorter), _content);
    }

    [Fact]
    public async Task A_file_shorter_than_the_log_says_is_truncated()
    {
        (byte[] dirty, byte[] clean) = Images();
        new VhdxLogBuilder(dirty, _logGuid) { FlushedFileOffset = dirty.Length + VhdxBuilder.Mb }.Data(Bat, clean.AsSpan(Bat)).Append(
            0, tail: 0, sequence: 1);
        await Content.RefusedAsync(_folder.Write("disk", dirty), DiskErrorIds.ImageTruncated);
    }

    [Fact]
    public async Task A_dirty_file_without_a_valid_sequence_is_refused()
    {
        (byte[] dirty, _) = Images();
        await Content.RefusedAsync(_folder.Write("empty", dirty), DiskErrorIds.ImageDamaged);

        // The tail of the only entry lies where no entry is.
        new VhdxLogBuilder(dirty, _logGuid).Zero(Bat + Sector, Sector).Append(0, tail: 20 * Sector, sequence: 3);
        await Content.RefusedAsync(_folder.Write("incomplete", dirty), DiskErrorIds.ImageDamaged);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(64L * 1024)]
    [InlineData(VhdxBuilder.LogOffset)]
    [InlineData(1L << 60)]
    [InlineData(-4096L)]
    public async Task A_log_that_writes_where_it_must_not_is_refused(long target)
    {
        (byte[] dirty, _) = Images();
        new VhdxLogBuilder(dirty, _logGuid).Data(target, new byte[Sector]).Append(0, tail: 0, sequence: 3);
        await Content.RefusedAsync(_folder.Write("disk", dirty), DiskErrorIds.ImageDamaged);
    }

    [Fact]
    public async Task A_log_crafted_to_cost_the_square_of_its_length_is_refused_quickly()
    {
        (byte[] dirty, _) = Images(logMegabytes: 16);
        // Every sector but the last is a valid entry that continues the one before it; their tail is that last one.
        int last = 16 * VhdxBuilder.Mb - Sector;
        for (int offset = 0; offset < last; offset += Sector)
        {
            Span<byte> entry = dirty.AsSpan(_logStart + offset, Sector);
            "loge"u8.CopyTo(entry);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], Sector);
            BinaryPrimitives.WriteInt32LittleEndian(entry[12..], last);
            BinaryPrimitives.WriteInt64LittleEndian(entry[16..], 1 + offset / Sector);
            _logGuid.TryWriteBytes(entry[32..]);
            VhdxBuilder.FixChecksum(entry);
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Content.RefusedAsync(_folder.Write("disk", dirty), DiskErrorIds.ImageDamaged);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"took {clock.Elapsed}");
    }

    [Fact]
    public async Task Any_flipped_byte_of_the_only_entry_is_an_error_and_never_other_bytes()
    {
        (byte[] dirty, byte[] clean) = Images();
        dirty.AsSpan(Bat, Sector).Clear();
        new VhdxLogBuilder(dirty, _logGuid).Data(Bat, clean.AsSpan(Bat)).Append(0, tail: 0, sequence: 7);
        string path = _folder.Write("disk", dirty);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        for (int i = 0; i < 2 * Sector; i += 61)
        {
            byte[] original = [dirty[VhdxBuilder.LogOffset + i]];
            RandomAccess.Write(file, [(byte)(original[0] ^ 0x40)], VhdxBuilder.LogOffset + i);
            var refusal = await Assert.ThrowsAsync<DiskImageException>(() => Content.OpenAsync(path));
            Assert.Equal(DiskErrorIds.ImageDamaged, refusal.ErrorId);
            RandomAccess.Write(file, original, VhdxBuilder.LogOffset + i);
        }

        await Content.AssertShowsAsync(path, _content);
    }

    [Fact]
    public async Task What_is_read_is_what_qemu_reads_after_its_own_replay()
    {
        QemuImg.Require();
        (byte[] dirty, byte[] clean) = Images();
        dirty.AsSpan(Bat, 2 * Sector).Fill(0xFF);
        var log = new VhdxLogBuilder(dirty, _logGuid);
        int next = log.Zero(Bat, 2 * Sector).Data(Bat + 4 * Sector, new byte[Sector]).Append(0, tail: 0, sequence: 1);
        log.Data(Bat, clean.AsSpan(Bat)).Append(next, tail: 0, sequence: 2);
        string path = _folder.Write("disk.vhdx", dirty);
        byte[] ours = await Content.ReadAllAsync(path);
        Assert.Equal(SHA256.HashData(_content), SHA256.HashData(ours));

        string copy = _folder.Write("copy.vhdx", dirty);
        await QemuImg.RunAsync("check", "-q", "-r", "all", copy);
        await QemuImg.RunAsync("convert", "-f", "vhdx", "-O", "raw", copy, _folder.Path("raw"));
        Assert.Equal(SHA256.HashData(ours), SHA256.HashData(await File.ReadAllBytesAsync(_folder.Path("raw"))));
        CrossCheckCount.Add();
    }

    /// <summary>The same disk twice: marked as having a log to replay, and as it is when nothing is outstanding.</summary>
    private (byte[] Dirty, byte[] Clean) Images(int logMegabytes = 1)
    {
        var builder = new VhdxBuilder { Size = _content.Length, LogGuid = _logGuid };
        builder.Fill(_content);
        byte[] clean = builder.Build();
        byte[] dirty = [.. clean];
        if (logMegabytes == 1) return (dirty, clean);

        _logStart = clean.Length;
        dirty = [.. clean, .. new byte[logMegabytes * VhdxBuilder.Mb]];
        foreach (int header in new[] { 64 * 1024, 128 * 1024 })
        {
            BinaryPrimitives.WriteInt32LittleEndian(dirty.AsSpan(header + 68), logMegabytes * VhdxBuilder.Mb);
            BinaryPrimitives.WriteInt64LittleEndian(dirty.AsSpan(header + 72), _logStart);
            VhdxBuilder.FixChecksum(dirty.AsSpan(header, Sector));
        }

        return (dirty, clean);
    }

    private Task AssertReplaysAsync(byte[] dirty) => Content.AssertShowsAsync(_folder.Write("disk", dirty), _content);
}
