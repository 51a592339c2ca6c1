using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Nbd;
using Replication.Disks.Tests.Support;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Nbd;

/// <summary>The client against the servers of QEMU and nbdkit.</summary>
public sealed class NbdDiskTests : IDisposable
{
    private const long Length = 24 << 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("raw")]
    [InlineData("qcow2")]
    public async Task Image_behind_qemu_nbd_reads_as_it_is_with_its_holes(string format)
    {
        PatternDisk content = PatternDisk.Random(11, Length, 4, 2_000_000);
        string raw = content.WriteRaw(_folder.File("raw"));
        string image = raw;
        if (format == "qcow2") Tool.Run("qemu-img", "convert", "-O", format, raw, image = _folder.File("image"));
        await using var server = await ServerProcess.QemuNbdAsync(_folder, "--read-only", "-f", format, "-x", "disk é", image);
        await using var disk = await NbdDisk.OpenAsync(server.Address("disk é"));

        Assert.Equal(Length, disk.Length);
        Assert.True(disk.Export.IsReadOnly);
        await AssertSameAsync(content, disk);
        long allocated = (await disk.AllocatedExtentsAsync(0, Length).ToListAsync()).Sum(extent => extent.Length);
        Assert.InRange(allocated, 1, Length - 1);
        CrossCheckCount.Add();
    }

    [Fact]
    public async Task What_is_written_is_in_the_image_of_qemu_nbd_after_a_flush()
    {
        string path = _folder.Write("raw", new byte[Length]);
        var expected = new byte[Length];
        new Random(5).NextBytes(expected);
        await using (var server = await ServerProcess.QemuNbdAsync(_folder, "-f", "raw", "--discard=unmap", path))
        await using (var disk = await NbdDisk.OpenAsync(server.Address()))
        {
            await disk.WriteAsync(0, expected);
            await disk.WriteZeroesAsync(1 << 20, 3 << 20);
            expected.AsSpan(1 << 20, 3 << 20).Clear();
            await disk.FlushAsync();
        }

        Assert.Equal(expected, await File.ReadAllBytesAsync(path));
        CrossCheckCount.Add();
    }

    [Fact]
    public async Task Persistent_dirty_bitmap_of_a_qcow2_is_read_as_extents()
    {
        string path = _folder.File("image.qcow2");
        Tool.Run("qemu-img", "create", "-f", "qcow2", path, $"{Length}");
        Tool.Run("qemu-img", "bitmap", "--add", "-g", "65536", path, "since");
        Tool.Run("qemu-io", "-f", "qcow2", "-c", "write 0 64k", "-c", "write 64k 64k", "-c", "write 1M 4k", "-c", $"write {Length - 65536} 64k", path);
        await using var server = await ServerProcess.QemuNbdAsync(_folder, "--read-only", "-f", "qcow2", "-B", "since", path);
        string context = NbdContexts.DirtyBitmap("since");
        await using var disk = await NbdDisk.OpenAsync(server.Address(), new NbdClientOptions { Contexts = [context] });

        Assert.Equal(
            [new Extent(0, 128 << 10), new Extent(1 << 20, 64 << 10), new Extent(Length - 65536, 65536)],
            await disk.DirtyExtentsAsync(context).ToListAsync());
        var missing = await Assert.ThrowsAsync<DiskImageException>(
            async () => await disk.DirtyExtentsAsync(NbdContexts.DirtyBitmap("other")).ToListAsync());
        Assert.Equal(NbdErrorIds.NbdContextNotFound, missing.ErrorId);
        CrossCheckCount.Add();
    }

    [Fact]
    public async Task Nbdkit_without_structured_replies_and_with_large_minimum_blocks_reads_the_same()
    {
        PatternDisk content = PatternDisk.Random(3, Length, 4, 2_000_000);
        string raw = content.WriteRaw(_folder.File("raw"));
        await using var plain = await ServerProcess.NbdKitAsync(_folder, "--no-sr", "--readonly", "file", raw);
        await using (var disk = await NbdDisk.OpenAsync(plain.Address()))
        {
            Assert.Empty(disk.Contexts);
            Assert.Equal([new Extent(4096, 512)], await disk.AllocatedExtentsAsync(4096, 512).ToListAsync());
            await AssertSameAsync(content, disk);
        }

        await using var blocks = await ServerProcess.NbdKitAsync(
            _folder, "--readonly", "--filter=blocksize-policy", "file", raw,
            "blocksize-minimum=4096", "blocksize-preferred=4096", "blocksize-error-policy=error");
        await using (var disk = await NbdDisk.OpenAsync(blocks.Address()))
        {
            Assert.Equal(4096, disk.LogicalSectorSize);
            await AssertSameAsync(content, disk);
            var around = await disk.ContextExtentsAsync(NbdContexts.Allocation, 4097, 510).ToListAsync();
            Assert.Equal((4097L, 4607L), (around[0].Offset, around[^1].End));
        }

        CrossCheckCount.Add();
    }

    [Fact]
    public async Task Minimum_block_of_an_export_is_kept_to()
    {
        string[] Policy(int minimum) =>
            ["--filter=blocksize-policy", "memory", $"{Length}", $"blocksize-minimum={minimum}", $"blocksize-preferred={minimum}", "blocksize-error-policy=error"];
        await using var server = await ServerProcess.NbdKitAsync(_folder, Policy(4096));
        await using var disk = await NbdDisk.OpenAsync(server.Address());
        await disk.WriteAsync(4096, new byte[4096]);

        var unaligned = await Assert.ThrowsAsync<DiskImageException>(async () => await disk.WriteAsync(4096, new byte[512]));
        Assert.Equal((NbdErrorIds.NbdRequestUnaligned, 4096L), (unaligned.ErrorId, unaligned.Offset));

        await using var large = await ServerProcess.NbdKitAsync(_folder, Policy(8192));
        var sectors = await Assert.ThrowsAsync<DiskImageException>(() => NbdDisk.OpenAsync(large.Address()));
        Assert.Equal(DiskErrorIds.SectorSizeNotSupported, sectors.ErrorId);
        CrossCheckCount.Add();
    }

    [Fact]
    public async Task Zeroes_are_written_out_where_the_server_cannot_make_them()
    {
        await using var server = await ServerProcess.NbdKitAsync(_folder, "--filter=nozero", "memory", $"{Length}", "zeromode=none");
        await using var disk = await NbdDisk.OpenAsync(server.Address());
        var ones = new byte[3 << 20];
        ones.AsSpan().Fill(1);
        await disk.WriteAsync(0, ones);

        await disk.WriteZeroesAsync(512, ones.Length - 1024);

        await disk.ReadAsync(0, ones);
        Assert.Equal(1024, ones.Count(value => value == 1));
        await using var connection = await NbdConnection.OpenAsync(server.Address());
        var error = await Assert.ThrowsAsync<DiskImageException>(async () => await connection.WriteZeroesAsync(0, 512));
        Assert.Equal(NbdErrorIds.NbdRequestNotOffered, error.ErrorId);
        CrossCheckCount.Add();
    }

    [Fact]
    public async Task Error_of_the_server_is_told_with_its_number_and_the_disk_goes_on()
    {
        await using var server = await ServerProcess.NbdKitAsync(
            _folder, "--filter=error", "memory", $"{Length}", "error-pwrite=ENOSPC", "error-pwrite-rate=100%", "error-zero=EIO", "error-zero-rate=100%");
        await using var disk = await NbdDisk.OpenAsync(server.Address());

        var full = await Assert.ThrowsAsync<DiskImageException>(async () => await disk.WriteAsync(4096, new byte[512]));
        Assert.Equal((DiskErrorIds.StorageFull, 4096L), (full.ErrorId, full.Offset));
        var failed = await Assert.ThrowsAsync<DiskImageException>(async () => await disk.WriteZeroesAsync(0, 512));
        Assert.Equal(DiskErrorIds.ImageWriteFailed, failed.ErrorId);
        var bytes = new byte[512];
        await disk.ReadAsync(4096, bytes);
        CrossCheckCount.Add();
    }

    [Fact]
    public async Task Lost_server_fails_what_is_under_way_and_everything_after_it()
    {
        await using var server = await ServerProcess.NbdKitAsync(_folder, "--filter=delay", "memory", $"{Length}", "rdelay=60");
        await using var disk = await NbdDisk.OpenAsync(server.Address());
        Task reading = disk.ReadAsync(0, new byte[4096]).AsTask();

        server.Kill();

        Assert.Equal(NbdErrorIds.NbdConnectionLost, (await Assert.ThrowsAsync<DiskImageException>(() => reading)).ErrorId);
        for (int connection = 0; connection < 2; connection++)
        {
            var error = await Assert.ThrowsAsync<DiskImageException>(async () => await disk.WriteAsync(0, new byte[512]));
            Assert.Equal(NbdErrorIds.NbdConnectionLost, error.ErrorId);
        }
    }

    [Fact]
    public async Task Server_that_does_not_answer_in_time_is_given_up()
    {
        await using var server = await ServerProcess.NbdKitAsync(_folder, "--filter=delay", "memory", $"{Length}", "rdelay=60");
        var impatient = new NbdClientOptions { RequestTimeout = TimeSpan.FromMilliseconds(100), Connections = 1 };
        await using var disk = await NbdDisk.OpenAsync(server.Address(), impatient);

        var error = await Assert.ThrowsAsync<DiskImageException>(async () => await disk.ReadAsync(0, new byte[4096]));

        Assert.Equal(NbdErrorIds.NbdTimeout, error.ErrorId);
        Assert.Equal(NbdErrorIds.NbdTimeout, (await Assert.ThrowsAsync<DiskImageException>(async () => await disk.ReadAsync(0, new byte[512]))).ErrorId);
    }

    [Fact]
    public async Task Stopped_call_on_a_server_that_hangs_returns_and_gives_the_connection_up()
    {
        await using var server = await ServerProcess.NbdKitAsync(_folder, "--filter=delay", "memory", $"{Length}", "wdelay=60");
        var impatient = new NbdClientOptions { StopGrace = TimeSpan.FromMilliseconds(50), Connections = 1 };
        await using var disk = await NbdDisk.OpenAsync(server.Address(), impatient);
        using var stop = new CancellationTokenSource();
        Task writing = disk.WriteAsync(0, new byte[4096], stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Equal(NbdErrorIds.NbdConnectionLost, (await Assert.ThrowsAsync<DiskImageException>(async () => await disk.FlushAsync())).ErrorId);
    }

    [Fact]
    public async Task Export_that_is_not_there_or_a_server_that_is_not_there_is_told()
    {
        await using var server = await ServerProcess.QemuNbdAsync(_folder, "-f", "raw", "-x", "disk", _folder.Write("raw", new byte[4096]));

        var export = await Assert.ThrowsAsync<DiskImageException>(() => NbdDisk.OpenAsync(server.Address("other")));
        var nobody = await Assert.ThrowsAsync<DiskImageException>(() => NbdDisk.OpenAsync(NbdAddress.Unix(_folder.File("nobody"))));

        Assert.Equal(NbdErrorIds.NbdExportNotFound, export.ErrorId);
        Assert.Equal(NbdErrorIds.NbdServerUnreachable, nobody.ErrorId);
    }

    [Fact]
    public async Task Read_only_export_refuses_writes_before_they_are_sent()
    {
        await using var server = await ServerProcess.NbdKitAsync(_folder, "--readonly", "memory", "1M");
        await using var disk = await NbdDisk.OpenAsync(server.Address());

        var write = await Assert.ThrowsAsync<DiskImageException>(async () => await disk.WriteAsync(0, new byte[512]));
        var zeroes = await Assert.ThrowsAsync<DiskImageException>(async () => await disk.WriteZeroesAsync(0, 512));
        Assert.Equal((NbdErrorIds.NbdExportReadOnly, NbdErrorIds.NbdExportReadOnly), (write.ErrorId, zeroes.ErrorId));
    }

    private static async Task AssertSameAsync(IDiskView expected, IDiskView actual)
    {
        var random = new Random(1);
        (long Offset, int Length)[] ranges = [(0, (int)Length), .. Enumerable.Range(0, 50).Select(_ => Range(random))];
        await Parallel.ForEachAsync(ranges, async (range, token) =>
        {
            var left = new byte[range.Length];
            var right = new byte[range.Length];
            await expected.ReadAsync(range.Offset, left, token);
            await actual.ReadAsync(range.Offset, right, token);
            Assert.True(left.AsSpan().SequenceEqual(right), $"{range} differs.");
        });
    }

    private static (long, int) Range(Random random)
    {
        int length = random.Next(1, 3_000_000);
        return (random.NextInt64(Length - length), length);
    }
}
