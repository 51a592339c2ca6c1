using System.Diagnostics;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests;

public sealed class RawDiskTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(1_000_003)]
    [InlineData(8 * 1024 * 1024)]
    public async Task A_file_without_a_known_mark_is_its_own_bytes_and_exact_length(int length)
    {
        byte[] content = Content.Sparse(length, length);
        string path = _folder.Path("disk");
        Content.WriteSparse(path, content);
        await using IDiskView disk = await Content.OpenAsync(path);
        Assert.Equal("raw", disk.Format);
        Assert.Equal(512, disk.LogicalSectorSize);
        await Content.AssertShowsAsync(disk, content);
    }

    [Fact]
    public async Task An_empty_file_is_an_empty_disk()
    {
        await using IDiskView disk = await Content.OpenAsync(_folder.Write("disk", []));
        Assert.Equal(0, disk.Length);
        Assert.Empty(await Content.ExtentsAsync(disk, 0, 0));
        await disk.ReadAsync(0, Memory<byte>.Empty);
    }

    [Fact]
    public async Task Holes_of_a_huge_file_cost_nothing()
    {
        const long Length = 1L << 40;
        string path = _folder.Path("disk");
        using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(file, Length);
            RandomAccess.Write(file, Content.Random(65536, 1), 1L << 39);
        }

        await using IDiskView disk = await Content.OpenAsync(path);
        var clock = Stopwatch.StartNew();
        List<Extent> extents = await Content.ExtentsAsync(disk, 0, Length);
        Assert.Equal([new Extent(1L << 39, 65536)], extents);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }

    [Fact]
    public async Task The_sector_size_of_a_raw_disk_is_what_the_caller_says()
    {
        string path = _folder.Write("disk", new byte[8192]);
        await using IDiskView disk = await new DiskImages().OpenAsync(path, new DiskOpenOptions { LogicalSectorSize = 4096 });
        Assert.Equal(4096, disk.LogicalSectorSize);
        var refusal = await Assert.ThrowsAsync<DiskImageException>(
            async () => await new DiskImages().OpenAsync(path, new DiskOpenOptions { LogicalSectorSize = 520 }));
        Assert.Equal(DiskErrorIds.SectorSizeNotSupported, refusal.ErrorId);
    }

    [Fact]
    public async Task A_file_that_shrinks_while_open_is_an_error_and_not_zeros()
    {
        string path = _folder.Write("disk", Content.Random(1 << 20, 1));
        await using IDiskView disk = await Content.OpenAsync(path);
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) RandomAccess.SetLength(file, 4096);

        var read = await Assert.ThrowsAsync<DiskImageException>(() => Content.ReadAsync(disk, 0, 8192));
        Assert.Equal(DiskErrorIds.ImageTruncated, read.ErrorId);
        var listed = await Assert.ThrowsAsync<DiskImageException>(() => Content.ExtentsAsync(disk, 0, disk.Length));
        Assert.Equal(DiskErrorIds.ImageTruncated, listed.ErrorId);
    }

    [Fact]
    public async Task A_range_outside_of_the_disk_is_the_callers_mistake()
    {
        await using IDiskView disk = await Content.OpenAsync(_folder.Write("disk", new byte[1024]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Content.ReadAsync(disk, 1020, 5));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Content.ReadAsync(disk, -1, 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Content.ExtentsAsync(disk, 0, 1025));
    }

    [Fact]
    public async Task Many_readers_at_once_each_get_their_bytes()
    {
        byte[] content = Content.Random(4 << 20, 3);
        await using IDiskView disk = await Content.OpenAsync(_folder.Write("disk", content));
        await Parallel.ForAsync(0, 500, async (i, _) =>
        {
            int offset = i * 8111 % (content.Length - 10_000);
            byte[] read = await Content.ReadAsync(disk, offset, 10_000);
            Assert.True(content.AsSpan(offset, 10_000).SequenceEqual(read));
        });
    }

    [Fact]
    public async Task A_mapped_read_allocates_nothing()
    {
        await using IDiskView disk = await Content.OpenAsync(_folder.Write("disk", new byte[1 << 20]));
        Memory<byte> buffer = new byte[4096];
        await disk.ReadAsync(0, buffer);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Assert.True(disk.ReadAsync(i * 4096, buffer).IsCompletedSuccessfully);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task A_missing_file_and_a_directory_are_named()
    {
        await Content.RefusedAsync(_folder.Path("nowhere"), DiskErrorIds.ImageNotFound);
        await Content.RefusedAsync(_folder.Path("no/where"), DiskErrorIds.ImageNotFound);
        await Content.RefusedAsync(_folder.Root, DiskErrorIds.ImageNotReadable);
    }

    [Fact]
    public async Task A_pipe_is_refused_without_waiting_for_a_writer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Named pipes in folders are made with mkfifo, on Linux.");
        string path = _folder.Path("pipe");
        using (Process make = Process.Start("mkfifo", path)) await make.WaitForExitAsync();
        await Content.RefusedAsync(path, DiskErrorIds.ImageNotReadable).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_block_device_has_the_length_of_the_device()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "A loop device can be made by the superuser of Linux only.");
        byte[] content = Content.Sparse(3 << 20, 1);
        string path = _folder.Write("disk", content);
        (int status, string device) = await LosetupAsync("--find", "--show", "--read-only", path);
        Assert.SkipUnless(status == 0, "losetup was refused here.");
        try
        {
            await Content.AssertShowsAsync(device, content);
        }
        finally
        {
            await LosetupAsync("--detach", device);
        }
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_named()
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess,
            "The superuser may read every file, so there is nothing to refuse.");
        string path = _folder.Write("disk", new byte[512]);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.None);
        await Content.RefusedAsync(path, DiskErrorIds.AccessDenied);
    }

    private static async Task<(int Status, string Output)> LosetupAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("losetup", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Trim());
    }
}
