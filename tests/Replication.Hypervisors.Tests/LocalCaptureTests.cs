using Replication.Core.Capture;
using Replication.Core.Errors;
using Replication.Core.Sites;
using Replication.Hypervisors.Tests.Support;

namespace Replication.Hypervisors.Tests;

public sealed class LocalCaptureTests
{
    private const string Two = """{"id":"m","name":"web","disks":[{"id":"a","path":"a.raw"},{"id":"b","path":"b.raw"}]}""";

    [Fact]
    public async Task A_capture_shows_the_disks_that_were_asked_for()
    {
        await using var site = new SiteFolder();
        byte[] content = SiteFolder.Random(100_000, 1);
        site.Write("web", Two, ("a.raw", new byte[512]), ("b.raw", content));
        await using IMachineImage image = await site.Site.CaptureAsync("m", ["b"]);
        CapturedDisk disk = Assert.Single(image.Disks);
        Assert.Equal("b", disk.Disk.Id);
        var read = new byte[content.Length];
        await disk.View.ReadAsync(0, read);
        Assert.Equal(content, read);
        await image.EnsureUnchangedAsync();
    }

    [Theory]
    [InlineData("write")]
    [InlineData("append")]
    [InlineData("replace")]
    [InlineData("delete")]
    public async Task A_change_of_any_disk_during_the_capture_is_noticed(string change)
    {
        await using var site = new SiteFolder();
        string folder = site.Write("web", Two, ("a.raw", new byte[4096]), ("b.raw", new byte[4096]));
        string path = Path.Combine(folder, "b.raw");
        await using IMachineImage image = await site.Site.CaptureAsync("m", ["a", "b"]);
        switch (change)
        {
            case "write":
                // As a program writes that asks for no lock.
                using (var process = System.Diagnostics.Process.Start("dd", ["if=/dev/urandom", $"of={path}", "bs=1", "count=1", "conv=notrunc", "status=none"]))
                    await process.WaitForExitAsync();
                break;
            case "append":
                using (var process = System.Diagnostics.Process.Start("truncate", ["-s", "+1", path])) await process.WaitForExitAsync();
                break;
            case "replace":
                File.Delete(path);
                File.WriteAllBytes(path, new byte[4096]);
                break;
            default:
                File.Delete(path);
                break;
        }

        var error = await Assert.ThrowsAsync<ReplicationException>(async () => await image.EnsureUnchangedAsync());
        Assert.Equal("SourceChangedDuringCapture", error.ErrorId);
    }

    [Fact]
    public async Task A_disk_that_another_process_has_locked_is_not_captured_and_a_captured_one_is_locked()
    {
        await using var site = new SiteFolder();
        string folder = site.Write("web", Two, ("a.raw", new byte[4096]), ("b.raw", new byte[4096]));
        using (File.Open(Path.Combine(folder, "b.raw"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var error = await Assert.ThrowsAnyAsync<ReplicationException>(() => site.Site.CaptureAsync("m", ["a", "b"]));
            Assert.NotEqual("InternalError", error.ErrorId);
        }

        await using (IMachineImage image = await site.Site.CaptureAsync("m", ["a", "b"]))
        {
            Assert.NotNull(image);
            Assert.Throws<IOException>(() => File.Open(Path.Combine(folder, "a.raw"), FileMode.Open, FileAccess.ReadWrite, FileShare.None));
            Assert.Equal("TargetInUse", (await Assert.ThrowsAsync<ReplicationException>(() => site.Site.OpenDiskTargetAsync("m", "a", 4096))).ErrorId);
        }

        File.Open(Path.Combine(folder, "a.raw"), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
        Assert.Equal("MachineNotFound", (await Assert.ThrowsAsync<ReplicationException>(() => site.Site.CaptureAsync("other", ["a"]))).ErrorId);
    }

    [Theory]
    [InlineData(3_000)]
    [InlineData(10_000)]
    [InlineData(20_001)]
    public async Task A_raw_disk_is_written_in_place_and_gets_the_length_it_is_to_have(int length)
    {
        await using var site = new SiteFolder();
        string folder = site.Write("web", Two, ("a.raw", SiteFolder.Random(10_000, 1)), ("b.raw", new byte[512]));
        await using (IDiskTarget target = await site.Site.OpenDiskTargetAsync("m", "a", length))
        {
            Assert.True(target.InPlace);
            Assert.Equal(length, target.Current.Length);
            await target.WriteAsync(length - 2, new byte[] { 7, 8 });
            await target.CommitAsync();
        }

        byte[] expected = new byte[length];
        byte[] old = SiteFolder.Random(10_000, 1);
        old.AsSpan(0, Math.Min(length, old.Length)).CopyTo(expected);
        expected[^2] = 7;
        expected[^1] = 8;
        Assert.Equal(expected, File.ReadAllBytes(Path.Combine(folder, "a.raw")));
    }

    [Theory]
    [InlineData("vhdx", "vhdx", "vhdx")]
    [InlineData("vmdk", "vmdk", "raw")]
    public async Task A_disk_in_another_format_is_replaced_by_a_new_image(string qemuFormat, string format, string becomes)
    {
        await using var site = new SiteFolder();
        byte[] content = SiteFolder.Random(2 * 1024 * 1024, 4);
        string raw = site.Elsewhere("raw.img");
        File.WriteAllBytes(raw, content);
        string folder = site.Write("web", $$"""{"id":"m","name":"web","disks":[{"id":"a","path":"old.img","format":"{{format}}","boot":true}]}""");
        await SiteFolder.QemuImgAsync("convert", "-f", "raw", "-O", qemuFormat, raw, Path.Combine(folder, "old.img"));
        byte[] before = File.ReadAllBytes(Path.Combine(folder, "old.img"));
        await using (IDiskTarget stopped = await site.Site.OpenDiskTargetAsync("m", "a", content.Length)) await stopped.WriteAsync(0, new byte[] { 1 });
        Assert.Equal(content, await site.ReadDiskAsync("m", "a"));
        await using (IDiskTarget target = await site.Site.OpenDiskTargetAsync("m", "a", content.Length))
        {
            Assert.False(target.InPlace);
            content[5] = 99;
            await target.WriteAsync(5, new byte[] { 99 });
            await target.CommitAsync();
        }

        Assert.Equal(content, await site.ReadDiskAsync("m", "a"));
        Assert.Equal(becomes, (await site.Site.FindMachineAsync("m"))!.Disks[0].Format);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(folder, "old.img")));
        Assert.Equal(3, Directory.EnumerateFiles(folder).Count());
    }
}
