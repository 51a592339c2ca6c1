using Replication.Core.Errors;
using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using Replication.Disks.Guests;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>
/// libguestfs, which needs no root and knows LVM. Each start is a virtual machine, so that one test does it all. Its
/// variables belong to the whole process; no other class of tests starts it.
/// </summary>
public sealed class LibguestfsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LNX_01_to_09_HOT_18_HOT_21_root_on_lvm_is_read_through_libguestfs()
    {
        if (GuestfishReader.Obstacle() is { } obstacle) Assert.Skip(obstacle);

        // KVM may be there and not work, which shows only in a guest that hangs.
        Environment.SetEnvironmentVariable("LIBGUESTFS_BACKEND", "direct");
        Environment.SetEnvironmentVariable("LIBGUESTFS_BACKEND_SETTINGS", "force_tcg");
        string image = MakeLvm(new LinuxTree(_folder, "root")
            .Write("/etc/fstab", "/dev/mapper/system-root / ext4 defaults 0 0\n/dev/mapper/system-lost--data /srv ext4 defaults 0 0\n"));

        var facts = await Inspect.AsAsync(GuestAccess.Libguestfs, image);

        Assert.Equal("libguestfs", facts.ReadBy);
        Assert.Equal(new GuestOperatingSystem(GuestFamily.Linux, "rhel", "8.6", Bits: 64), facts.OperatingSystem);
        Assert.Contains("/dev/system/root", facts.OperatingSystemSource, StringComparison.Ordinal);
        Inspect.AssertLinux(facts, FindingStatus.Passed);
        if (MountReader.Obstacle() is null)
        {
            var mounted = await Inspect.AsMountAsync(image);
            Assert.Contains("lvm2_member is not opened by mounts", mounted.ReadBy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task INV_10_tool_that_was_asked_for_and_cannot_be_used_is_refused()
    {
        string? before = Environment.GetEnvironmentVariable("LIBGUESTFS_PATH");
        Environment.SetEnvironmentVariable("LIBGUESTFS_PATH", _folder.File("no appliance"));
        try
        {
            await using var disk = new PatternDisk(4 << 20);

            var refusal = await Assert.ThrowsAsync<ReplicationException>(
                async () => await new GuestInspector().InspectAsync([new GuestDisk(0, true, disk)], GuestAccess.Libguestfs));

            Assert.Equal("GuestToolMissing", refusal.ErrorId);
            Assert.Contains("guest", refusal.Found, StringComparison.Ordinal);
            Assert.NotNull(refusal.NextStep);
        }
        finally
        {
            Environment.SetEnvironmentVariable("LIBGUESTFS_PATH", before);
        }
    }

    private string MakeLvm(LinuxTree tree)
    {
        string tar = _folder.File("root.tar");
        Tool.Run("tar", "-C", tree.Folder, "-cf", tar, ".");
        string image = _folder.File("lvm.raw");
        using (var file = File.Create(image)) file.SetLength(160 << 20);
        string script = _folder.Write(
            "make.fish",
            $"add {image} format:raw\nrun\npart-disk /dev/sda mbr\npvcreate /dev/sda1\nvgcreate system /dev/sda1\nlvcreate root system 100\n"
            + $"mkfs ext4 /dev/system/root\nmount /dev/system/root /\ntar-in {tar} /\numount-all\n");
        (int code, string output, string errors) = Tool.TryRun("guestfish", "-f", script);
        if (code != 0) Assert.Skip($"libguestfs does not start here: {output}{errors}".ReplaceLineEndings(" "));
        return image;
    }
}
