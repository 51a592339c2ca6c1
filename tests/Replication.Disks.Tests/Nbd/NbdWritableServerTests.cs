using Replication.Core.Errors;
using Replication.Disks.Nbd;
using Replication.Disks.Tests.Support;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Nbd;

/// <summary>A writable export against the clients of QEMU and libnbd, and against ours.</summary>
public sealed class NbdWritableServerTests : IAsyncDisposable
{
    private const int Length = 16 << 20;

    private readonly TempFolder _folder = new();
    private readonly MemoryDisk _disk = new(Length);
    private readonly NbdServer _server;

    public NbdWritableServerTests()
    {
        var exports = new NbdExports();
        exports.Add("disk", new NbdExport(_disk) { Description = "a disk" });
        _server = NbdServer.Start(_folder.File("s"), exports);
    }

    private string Uri => _server.AddressOf("disk").ToString();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _disk.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Qemu_io_writes_zeroes_discards_and_flushes()
    {
        Tool.Run(
            "qemu-io", "-f", "raw", "-c", "write -P 0x11 0 64k", "-c", "write -f -P 0x22 1000 3000", "-c", "write -z 8k 4k", "-c", "write -z -u 16k 4k",
            "-c", "discard 24k 4k", "-c", "aio_write -P 0x33 1M 1M", "-c", "aio_write -P 0x44 3M 2M", "-c", "aio_flush", "-c", "flush",
            "-c", "read -P 0x33 1M 1M", Uri);

        var expected = new byte[Length];
        expected.AsSpan(0, 65536).Fill(0x11);
        expected.AsSpan(1000, 3000).Fill(0x22);
        foreach (int zeroed in (int[])[8192, 16384, 24576]) expected.AsSpan(zeroed, 4096).Clear();
        expected.AsSpan(1 << 20, 1 << 20).Fill(0x33);
        expected.AsSpan(3 << 20, 2 << 20).Fill(0x44);
        Assert.True(expected.AsSpan().SequenceEqual(_disk.Content));
        Assert.True(_disk.Flushes > 0);
        CrossCheckCount.Add();
    }

    [Fact]
    public async Task Qemu_img_and_nbdcopy_copy_there_and_back()
    {
        PatternDisk content = PatternDisk.Random(8, Length, 5, 1_000_000);
        string raw = content.WriteRaw(_folder.File("raw"));

        Tool.Run("qemu-img", "convert", "-n", "-f", "raw", "-O", "raw", raw, Uri);
        Tool.Run("qemu-img", "compare", "-f", "raw", "-F", "raw", raw, Uri);
        Tool.Run("nbdcopy", Uri, _folder.File("back"));
        byte[] expected = await File.ReadAllBytesAsync(raw);
        byte[] back = await File.ReadAllBytesAsync(_folder.File("back"));
        Assert.True(expected.AsSpan().SequenceEqual(back));

        _disk.Content.AsSpan().Fill(0xEE);
        Tool.Run("nbdcopy", "--flush", raw, Uri);
        Assert.True(expected.AsSpan().SequenceEqual(_disk.Content));
        CrossCheckCount.Add();
    }

    [Fact]
    public void Map_shows_what_is_allocated()
    {
        _disk.Content.AsSpan(1 << 20, 4096).Fill(1);
        _disk.Content.AsSpan(4 << 20, 8192).Fill(1);

        string map = Tool.Run("nbdinfo", "--map", "--json", Uri);

        Assert.Equal(
            [
                (0L, 1L << 20, 3), (1L << 20, 4096L, 0), ((1L << 20) + 4096, (3L << 20) - 4096, 3), (4L << 20, 8192L, 0),
                ((4L << 20) + 8192, Length - (4L << 20) - 8192, 3),
            ],
            System.Text.Json.JsonDocument.Parse(map).RootElement.EnumerateArray()
                .Select(extent => (extent.GetProperty("offset").GetInt64(), extent.GetProperty("length").GetInt64(), extent.GetProperty("type").GetInt32())));
        CrossCheckCount.Add();
    }

    [Fact]
    public void Nbdinfo_sees_everything_that_is_offered()
    {
        foreach (string ability in (string[])["flush", "fua", "trim", "zero", "fast-zero", "multi-conn", "df", "structured-reply"])
        {
            Assert.Equal(0, Tool.TryRun("nbdinfo", "--can", ability, Uri).Code);
        }

        Assert.NotEqual(0, Tool.TryRun("nbdinfo", "--is", "read-only", Uri).Code);
        Assert.Contains("a disk", Tool.Run("nbdinfo", "--list", Uri), StringComparison.Ordinal);
        CrossCheckCount.Add();
    }

    [Fact]
    public async Task Our_client_and_our_server_understand_each_other()
    {
        await using var disk = await NbdDisk.OpenAsync(_server.AddressOf("disk"), new NbdClientOptions { Connections = 3 });
        var expected = new byte[Length];
        new Random(2).NextBytes(expected);

        await disk.WriteAsync(0, expected);
        await disk.WriteZeroesAsync(4096, 4096);
        expected.AsSpan(4096, 4096).Clear();
        await disk.FlushAsync();
        var actual = new byte[Length];
        await disk.ReadAsync(0, actual);

        Assert.True(expected.AsSpan().SequenceEqual(actual));
        Assert.True(expected.AsSpan().SequenceEqual(_disk.Content));
        Assert.Equal([new(0, 4096), new(8192, Length - 8192)], await disk.AllocatedExtentsAsync(0, Length).ToListAsync());
        Assert.Equal(1, _disk.Flushes);
    }

    [Fact]
    public async Task Durable_write_is_flushed_before_it_is_answered()
    {
        await using var connection = await NbdConnection.OpenAsync(_server.AddressOf("disk"));

        await connection.WriteAsync(0, new byte[512]);
        Assert.Equal(0, _disk.Flushes);
        await connection.WriteAsync(0, new byte[512], durable: true);
        Assert.Equal(1, _disk.Flushes);
        await connection.WriteZeroesAsync(0, 512, durable: true);
        Assert.Equal(2, _disk.Flushes);
        await connection.TrimAsync(0, 512);
        Assert.Equal(2, _disk.Flushes);
    }

    [Fact]
    public async Task Full_storage_and_any_other_failure_reach_the_client_with_their_words()
    {
        await using var disk = await NbdDisk.OpenAsync(_server.AddressOf("disk"));
        _disk.WriteError = new DiskImageException(DiskErrorIds.StorageFull, "overlay", 0, "There is no space left.");

        var full = await Assert.ThrowsAsync<DiskImageException>(async () => await disk.WriteAsync(512, new byte[512]));
        Assert.Equal(DiskErrorIds.StorageFull, full.ErrorId);
        Assert.Contains("There is no space left.", full.Message, StringComparison.Ordinal);

        _disk.WriteError = new InvalidOperationException("a defect");
        var failed = await Assert.ThrowsAsync<DiskImageException>(async () => await disk.WriteZeroesAsync(512, 512));
        Assert.Equal(DiskErrorIds.ImageWriteFailed, failed.ErrorId);
        Assert.Contains("a defect", failed.Message, StringComparison.Ordinal);

        _disk.WriteError = null;
        await disk.WriteAsync(512, new byte[512]);
    }

    [Fact]
    public async Task Zeroes_that_must_not_be_a_hole_are_written_and_fast_ones_refused()
    {
        const ushort NoHole = 2, Fast = 16;
        _disk.Content.AsSpan().Fill(1);
        await using var client = await RawClient.OpenAsync(_server.EndPoint, "disk");

        await client.SendAsync(WireBytes.Request(6, 0, (1 << 20) + 5, NoHole));
        Assert.Equal((7ul, 0u), await ErrorAsync(client));
        Assert.Equal((1 << 20) + 5, _disk.Content.AsSpan().IndexOf((byte)1));

        await client.SendAsync(WireBytes.Request(6, 0, 4096, NoHole | Fast));
        Assert.Equal((7ul, 95u), await ErrorAsync(client));
    }

    [Fact]
    public async Task Export_for_reading_alone_of_a_writable_disk_is_read_only()
    {
        var exports = new NbdExports();
        exports.Add("", new NbdExport(_disk, readOnly: true));
        await using var server = NbdServer.Start(_folder.File("t"), exports);
        await using var client = await RawClient.OpenAsync(server.EndPoint, "");

        await client.SendAsync(WireBytes.Request(1, 0, 4).Raw([1, 2, 3, 4]));

        Assert.Equal((7ul, 1u), await ErrorAsync(client));
        Assert.Equal(0, _disk.Content[0]);
    }

    private static async Task<(ulong, uint)> ErrorAsync(RawClient client)
    {
        (ulong cookie, uint error, _) = await client.ReplyAsync();
        return (cookie, error);
    }
}
