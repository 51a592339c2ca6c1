using System.Diagnostics;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests;

/// <summary>What holds for every format that is written.</summary>
public sealed class CreateTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<DiskFormat> Written => [DiskFormat.Raw, DiskFormat.Vhdx, DiskFormat.VmdkStreamOptimized];

    /// <summary>A stream is read in whole grains, and its progress counts compressed bytes.</summary>
    public static TheoryData<DiskFormat> NotCompressed => [DiskFormat.Raw, DiskFormat.Vhdx];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Written))]
    public async Task What_is_written_reads_back_the_same(DiskFormat format)
    {
        byte[] content = Content.Sparse(40 * 1024 * 1024, 7, runs: 40);
        string path = _folder.Path("disk");
        await new DiskImages().CreateAsync(path, format, new MemoryDisk(content));
        await Content.AssertShowsAsync(path, content);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Root));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(1_048_577)]
    [InlineData(0)]
    public async Task Raw_keeps_lengths_that_are_no_multiple_of_anything(int length)
    {
        byte[] content = Content.Random(length, length);
        string path = _folder.Path("disk");
        await new DiskImages().CreateAsync(path, DiskFormat.Raw, new MemoryDisk(content));
        Assert.Equal(content, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task Pages_of_zeros_become_holes_whatever_the_extents_say()
    {
        var content = new byte[16 << 20];
        Content.Random(5000, 1).CopyTo(content, 3_000_000);
        content[9 << 20] = 1;
        string path = _folder.Path("disk");
        await new DiskImages().CreateAsync(path, DiskFormat.Raw, new MemoryDisk(content));
        Assert.Equal(content, await File.ReadAllBytesAsync(path));
        using var file = File.OpenHandle(path);
        long allocated = SparseFile.AllocatedExtents(file, 0, content.Length).Sum(extent => extent.Length);
        Assert.InRange(allocated, 1, 64 * 1024);
    }

    [Theory]
    [MemberData(nameof(NotCompressed))]
    public async Task Only_allocated_extents_are_read(DiskFormat format)
    {
        var content = new byte[8 << 20];
        Content.Random(10_000, 1).CopyTo(content, 100_000);
        var source = new MemoryDisk(content, 512, new Extent(100_000, 10_000), new Extent(5_000_000, 77));
        string path = _folder.Path("disk");
        await new DiskImages().CreateAsync(path, format, source);
        await Content.AssertShowsAsync(path, content);
    }

    [Theory]
    [MemberData(nameof(NotCompressed))]
    public async Task Progress_ends_at_the_allocated_bytes(DiskFormat format)
    {
        var seen = new List<long>();
        var progress = new DirectProgress(value =>
        {
            lock (seen) seen.Add(value);
        });
        await new DiskImages().CreateAsync(_folder.Path("disk"), format, new MemoryDisk(Content.Random(5 << 20, 1)), progress);
        Assert.Equal(5 << 20, seen.Max());
    }

    [Theory]
    [MemberData(nameof(Written))]
    public async Task A_file_that_exists_is_never_touched(DiskFormat format)
    {
        string path = _folder.Write("disk", [1, 2, 3]);
        await AssertFailsAsync(DiskErrorIds.TargetExists, path, format, new MemoryDisk(new byte[1 << 20]));
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(path));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public async Task A_file_that_appears_meanwhile_is_never_touched(DiskFormat format)
    {
        string path = _folder.Path("disk");
        var source = new MemoryDisk(Content.Random(1 << 20, 1)) { OnRead = _ => File.WriteAllText(path, "mine") };
        await AssertFailsAsync(DiskErrorIds.TargetExists, path, format, source);
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Root));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public async Task A_failing_source_leaves_no_file(DiskFormat format)
    {
        var source = new MemoryDisk(Content.Random(8 << 20, 1))
        {
            OnRead = offset =>
            {
                if (offset >= 4 << 20) throw new DiskImageException(DiskErrorIds.ImageReadFailed, "source", offset, "Broken.");
            },
        };
        await AssertFailsAsync(DiskErrorIds.ImageReadFailed, _folder.Path("disk"), format, source);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public async Task After_a_stop_nothing_is_read_or_written_any_more(DiskFormat format)
    {
        using var stop = new CancellationTokenSource();
        int reads = 0;
        var source = new MemoryDisk(Content.Random(32 << 20, 1))
        {
            OnRead = _ =>
            {
                if (Interlocked.Increment(ref reads) == 3) stop.Cancel();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await new DiskImages().CreateAsync(_folder.Path("disk"), format, source, null, stop.Token));
        int after = reads;
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
        await Task.Delay(100);
        Assert.Equal(after, reads);
        Assert.True(reads < 16, $"{reads} reads");
    }

    [Theory]
    [MemberData(nameof(Written))]
    public Task A_missing_folder_is_named(DiskFormat format) =>
        AssertFailsAsync(DiskErrorIds.TargetFolderNotFound, _folder.Path("no/disk"), format, new MemoryDisk(new byte[1 << 20]));

    [Theory]
    [MemberData(nameof(Written))]
    public async Task A_full_disk_is_named_and_what_was_written_is_removed(DiskFormat format)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "A small file system can be mounted by the superuser of Linux only.");
        string mount = _folder.Path("small");
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(
            await RunAsync("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount) == 0, "mount of a small tmpfs was refused here.");
        try
        {
            await AssertFailsAsync(
                DiskErrorIds.StorageFull, Path.Combine(mount, "disk"), format, new MemoryDisk(Content.Random(8 << 20, 1)));
            Assert.Empty(Directory.GetFileSystemEntries(mount));
        }
        finally
        {
            await RunAsync("umount", mount);
        }
    }

    [Theory]
    [MemberData(nameof(Written))]
    public async Task A_read_only_file_system_is_named(DiskFormat format)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "A read-only file system can be mounted by the superuser of Linux only.");
        string mount = _folder.Path("sealed");
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(
            await RunAsync("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", mount) == 0, "mount of a read-only tmpfs was refused here.");
        try
        {
            await AssertFailsAsync(DiskErrorIds.AccessDenied, Path.Combine(mount, "disk"), format, new MemoryDisk(new byte[1 << 20]));
        }
        finally
        {
            await RunAsync("umount", mount);
        }
    }

    private static async Task AssertFailsAsync(string errorId, string path, DiskFormat format, IDiskView source)
    {
        var refusal = await Assert.ThrowsAsync<DiskImageException>(async () => await new DiskImages().CreateAsync(path, format, source));
        Assert.Equal(errorId, refusal.ErrorId);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private sealed class DirectProgress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
