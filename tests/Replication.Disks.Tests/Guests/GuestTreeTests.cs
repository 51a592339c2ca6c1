using System.Text;
using Replication.Disks.Guests;

namespace Replication.Disks.Tests.Guests;

public class GuestTreeTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("/usr/lib/os-release")]
    [InlineData("../usr/lib/os-release")]
    [InlineData("/../../../usr/lib/os-release")]
    [InlineData("../usr/./lib//os-release")]
    public async Task Links_are_resolved_within_the_guest(string target)
    {
        var tree = new MemoryVolume().File("/usr/lib/os-release", "ID=x").Link("/etc/os-release", target).Tree;

        Assert.Equal("ID=x", await tree.ReadTextAsync("/etc/os-release", None));
    }

    [Fact]
    public async Task Links_in_the_middle_of_a_path_are_resolved()
    {
        var tree = new MemoryVolume().File("/usr/lib/modules/5/modules.dep", "x").Link("/lib", "usr/lib").Tree;

        Assert.Equal("x", await tree.ReadTextAsync("/lib/modules/5/modules.dep", None));
        Assert.Equal(["5"], await tree.ListAsync("/lib/modules", None));
    }

    [Fact]
    public async Task Circle_of_links_and_special_files_are_refused()
    {
        var tree = new MemoryVolume().Link("/a", "/b").Link("/b", "/a").Special("/pipe").Tree;

        await Assert.ThrowsAsync<GuestFileException>(async () => await tree.ReadTextAsync("/a", None));
        await Assert.ThrowsAsync<GuestFileException>(async () => await tree.ReadTextAsync("/pipe", None));
    }

    [Fact]
    public async Task Missing_files_folders_and_targets_are_not_errors()
    {
        var tree = new MemoryVolume().Link("/dangling", "/nowhere").File("/file", "x").Tree;

        Assert.Null(await tree.ReadTextAsync("/none/at/all", None));
        Assert.Null(await tree.FindAsync("/dangling", None));
        Assert.NotNull(await tree.FindLinkAsync("/dangling", None));
        Assert.Empty(await tree.ListAsync("/none", None));
        Assert.Empty(await tree.ListAsync("/file", None));
    }

    [Fact]
    public async Task Mounted_volume_hides_the_folder_under_it_and_a_missing_one_is_not_taken_for_empty()
    {
        var boot = new MemoryVolume().File("/vmlinuz", "kernel");
        var tree = new MemoryVolume().File("/boot/old", "x").File("/var/x", "x").Tree;
        tree.Mount("/boot", boot, "");
        tree.MountMissing("/var", "LVM is not opened by mounts");

        Assert.Equal(["vmlinuz"], await tree.ListAsync("/boot", None));
        Assert.Equal("kernel", await tree.ReadTextAsync("/boot/vmlinuz", None));
        var refusal = await Assert.ThrowsAsync<GuestFileException>(async () => await tree.FindAsync("/var/x", None));
        Assert.Contains("LVM", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subvolume_is_shown_as_the_root()
    {
        var volume = new MemoryVolume().File("/@/etc/hostname", "a").File("/@home/user", "b");
        var tree = new GuestTree(volume, "/@", ignoreCase: false);
        tree.Mount("/home", volume, "/@home");

        Assert.Equal("a", await tree.ReadTextAsync("/etc/hostname", None));
        Assert.Equal("b", await tree.ReadTextAsync("/home/user", None));
    }

    [Fact]
    public async Task Names_are_found_in_any_case_where_the_guest_does_so()
    {
        var volume = new MemoryVolume().File("/WINDOWS/system32/Config/SYSTEM", "x");

        Assert.Equal("x", await new GuestTree(volume, "", ignoreCase: true).ReadTextAsync("/Windows/System32/config/system", None));
        Assert.Null(await volume.Tree.ReadTextAsync("/Windows/System32/config/system", None));
    }

    [Fact]
    public async Task File_that_is_too_long_is_refused()
    {
        var tree = new MemoryVolume().File("/long", Encoding.ASCII.GetBytes(new string('x', 100))).Tree;

        Assert.Equal(100, (await tree.ReadAsync("/long", 100, None))?.Length);
        await Assert.ThrowsAsync<GuestFileException>(async () => await tree.ReadAsync("/long", 99, None));
    }
}
