using System.Diagnostics;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests;

/// <summary>What a path can name that is no image: each is an answer, never a wait.</summary>
public sealed class UnreadableInputTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly TestFolder _folder = new();

    public static TheoryData<string> Kinds => [.. SmallImage.Checksummed, "vmdk sparse", "vmdk stream", "vmdk flat"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_file_too_short_for_any_mark_is_a_raw_disk_of_its_length(int length)
    {
        await using IDiskView disk = await Content.OpenAsync(_folder.Write("disk", Content.Random(length, 1)));
        Assert.Equal(("raw", length), (disk.Format, disk.Length));
        Assert.Equal(Content.Random(length, 1), await Content.ReadAsync(disk, 0, length));
        DiskLayout layout = await new DiskImages().ReadLayoutAsync(disk);
        Assert.Equal(PartitionStyle.None, layout.Style);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Directories_pipes_and_character_devices_are_refused_at_once(bool forceRaw)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Named pipes in folders and /dev/zero are Linux's.");
        using (Process make = Process.Start("mkfifo", _folder.Path("pipe"))) await make.WaitForExitAsync();
        foreach (string path in (string[])[_folder.Root, _folder.Path("pipe"), "/dev/zero", "/dev/null", "/dev/tty"])
        {
            var options = new DiskOpenOptions { ForceRaw = forceRaw };
            var refusal = await Assert.ThrowsAsync<DiskImageException>(
                () => Task.Run(async () => await new DiskImages().OpenAsync(path, options)).WaitAsync(Soon));
            Assert.Equal((DiskErrorIds.ImageNotReadable, path), (refusal.ErrorId, refusal.Path));
            await Assert.ThrowsAsync<DiskImageException>(async () => await new DiskImages().FilesOfAsync(path, options));
        }
    }

    [Fact]
    public async Task Links_that_lead_nowhere_or_in_circles_are_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links need a privilege on Windows.");
        File.CreateSymbolicLink(_folder.Path("dangling"), _folder.Path("nothing"));
        File.CreateSymbolicLink(_folder.Path("round"), _folder.Path("round"));
        await Content.RefusedAsync(_folder.Path("dangling"), DiskErrorIds.ImageNotFound);
        await Content.RefusedAsync(_folder.Path("round"), DiskErrorIds.ImageNotReadable);
    }

    [Fact]
    public async Task A_file_that_another_program_has_for_itself_is_refused_and_readers_share()
    {
        string path = _folder.Write("disk", new byte[512]);
        using (File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await Content.RefusedAsync(path, DiskErrorIds.ImageNotReadable);
        }

        await using IDiskView first = await Content.OpenAsync(path);
        await using IDiskView second = await Content.OpenAsync(path);
        Assert.Equal(512, second.Length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_that_shrinks_while_it_is_open_is_an_error_and_never_other_bytes(string kind)
    {
        (string path, byte[] bytes) = SmallImage.Make(kind, _folder);
        byte[] expected = await Content.ReadAllAsync(path);
        await using IDiskView disk = await Content.OpenAsync(path);
        string shrinking = kind == "vmdk flat" ? _folder.Path("f") : path;
        using (var file = File.OpenHandle(shrinking, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.SetLength(file, kind == "vmdk flat" ? 1000 : bytes.Length / 3);
        }

        var refusal = await Assert.ThrowsAsync<DiskImageException>(async () =>
        {
            const int Step = 64 * 1024;
            for (int offset = 0; offset < expected.Length; offset += Step)
            {
                int length = Math.Min(Step, expected.Length - offset);
                Assert.Equal(expected[offset..(offset + length)], await Content.ReadAsync(disk, offset, length));
            }
        });
        Assert.Equal(DiskErrorIds.ImageTruncated, refusal.ErrorId);
    }
}
