using Replication.Core.Errors;
using Replication.Disks.Vmdk;

namespace Replication.Disks.Tests.Vmdk;

/// <summary>Our streamOptimized images, read by us and by qemu-img.</summary>
public sealed class WritingStreamsTests : IDisposable
{
    private const long MiB = 1 << 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(512, 1)]
    [InlineData(64 * 1024, 1)]
    [InlineData(5 * MiB + 512, 9)]
    [InlineData(100 * MiB, 150)]
    public async Task Written_image_passes_check_compare_and_conversion_back(long length, int pieces)
    {
        var source = PatternDisk.Random(21, length, pieces, 900_000);
        string raw = source.WriteRaw(_folder.File("disk.raw"));
        string image = _folder.File("disk.vmdk");

        await VmdkFiles.WriteAsync(image, source);

        await using (var disk = await VmdkFiles.OpenAsync(image))
        {
            Assert.Equal("vmdk streamOptimized", disk.Format);
            await DiskAssert.SameAsync(raw, disk);
            await DiskAssert.SameAtRandomPlacesAsync(raw, disk, 1);
        }

        Tool.Run("qemu-img", "check", "-f", "vmdk", image);
        Tool.Run("qemu-img", "compare", "-f", "raw", "-F", "vmdk", raw, image);
        Tool.Run("qemu-img", "convert", "-f", "vmdk", "-O", "raw", image, _folder.File("back.raw"));
        Assert.True(File.ReadAllBytes(raw).AsSpan().SequenceEqual(File.ReadAllBytes(_folder.File("back.raw"))));
        Assert.Equal([_folder.File("disk.vmdk")], await VmdkFiles.OfAsync(image));
    }

    [Fact]
    public async Task Disk_of_zeros_is_an_image_of_metadata_alone()
    {
        var source = new PatternDisk(10L << 40).Add(5 * MiB, new byte[3 * MiB]);
        string image = _folder.File("disk.vmdk");

        await VmdkFiles.WriteAsync(image, source);

        Assert.InRange(source.BytesRead, 3 * MiB, 3 * MiB + 2 * 65536);
        Assert.InRange(new FileInfo(image).Length, 1, 2 * MiB);
        await using var disk = await VmdkFiles.OpenAsync(image);
        Assert.Equal(10L << 40, disk.Length);
        Assert.Empty(await DiskAssert.ExtentsAsync(disk));
    }

    [Fact]
    public async Task Last_partial_sector_is_filled_up_with_zeros()
    {
        var source = new PatternDisk(70_001).Add(0, [.. Enumerable.Repeat((byte)7, 70_001)]);
        await VmdkFiles.WriteAsync(_folder.File("disk.vmdk"), source);

        await using var disk = await VmdkFiles.OpenAsync(_folder.File("disk.vmdk"));

        Assert.Equal(70_144, disk.Length);
        var content = new byte[70_144];
        await disk.ReadAsync(0, content);
        Assert.Equal([.. Enumerable.Repeat((byte)7, 70_001), .. new byte[143]], content);
    }

    [Fact]
    public async Task Output_needs_neither_seeking_nor_reading_and_progress_ends_at_its_length()
    {
        var source = PatternDisk.Random(33, 80 * MiB, 60, 500_000);
        var output = new ForwardOnlyStream();
        var seen = new SynchronousProgress();

        await VmdkStreamWriter.WriteAsync(output, source, bytesWritten: seen);

        string image = _folder.Write("disk.vmdk", output.ToArray());
        await using var disk = await VmdkFiles.OpenAsync(image);
        await DiskAssert.SameAsync(source.WriteRaw(_folder.File("disk.raw")), disk);
        Assert.Equal(output.ToArray().Length, seen.Values[^1]);
        Assert.Equal(seen.Values.Order(), seen.Values);
    }

    [Fact]
    public async Task Existing_target_is_refused_and_left_as_it_is()
    {
        string image = _folder.Write("disk.vmdk", "precious");

        var error = await Assert.ThrowsAsync<DiskImageException>(() => VmdkFiles.WriteAsync(image, new PatternDisk(MiB)).AsTask());

        Assert.Equal("TargetExists", error.ErrorId);
        Assert.Equal("precious", File.ReadAllText(image));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Cancelled_writing_leaves_nothing_behind_and_writes_nothing_more()
    {
        using var stop = new CancellationTokenSource();
        var source = PatternDisk.Random(5, 64 * MiB, 60, 1_000_000);
        source.OnRead = offset =>
        {
            if (offset > 32 * MiB) stop.Cancel();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => VmdkFiles.WriteAsync(_folder.File("disk.vmdk"), source, stop.Token).AsTask());

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Failure_of_the_source_is_passed_on_and_leaves_nothing_behind()
    {
        var source = PatternDisk.Random(5, 64 * MiB, 60, 1_000_000);
        source.OnRead = offset => throw new IOException("bad sector");

        var error = await Assert.ThrowsAsync<IOException>(() => VmdkFiles.WriteAsync(_folder.File("disk.vmdk"), source).AsTask());

        Assert.Equal("bad sector", error.Message);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Missing_target_folder_is_named()
    {
        var error = await Assert.ThrowsAsync<DiskImageException>(
            () => VmdkFiles.WriteAsync(_folder.File("no/such/disk.vmdk"), new PatternDisk(MiB)).AsTask());

        Assert.Equal("TargetFolderNotFound", error.ErrorId);
        Assert.Equal(_folder.File("no/such/disk.vmdk"), error.Path);
    }

    [Fact]
    public async Task Full_target_is_reported_as_such_and_leaves_nothing_behind()
    {
        if (Tool.Find("mount") is null) Assert.Skip("mount is not installed");
        string target = Directory.CreateDirectory(_folder.File("small")).FullName;
        if (Tool.TryRun("mount", "-t", "tmpfs", "-o", "size=1m", "none", target).Code != 0)
        {
            Assert.Skip("mount of a tmpfs is not permitted");
        }

        try
        {
            var error = await Assert.ThrowsAsync<DiskImageException>(
                () => VmdkFiles.WriteAsync(Path.Combine(target, "disk.vmdk"), PatternDisk.Random(1, 32 * MiB, 20, 1_000_000)).AsTask());

            Assert.Equal("StorageFull", error.ErrorId);
            Assert.Empty(Directory.GetFiles(target));
        }
        finally
        {
            Tool.Run("umount", target);
        }
    }

    [Theory]
    [InlineData(0, 512, "DiskSizeNotRepresentable")]
    [InlineData(1 << 20, 4096, "DiskFormatNotSupported")]
    [InlineData(1L << 62, 512, "DiskSizeNotRepresentable")]
    public async Task Disk_that_the_format_cannot_hold_is_refused(long length, int sectorSize, string errorId)
    {
        var error = await Assert.ThrowsAsync<DiskImageException>(
            () => VmdkFiles.WriteAsync(_folder.File("disk.vmdk"), new PatternDisk(length, sectorSize)).AsTask());

        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(_folder.File("disk.vmdk"), error.Path);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }
}
