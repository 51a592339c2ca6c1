using Replication.Core.Disks;
using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;
using Replication.Disks.Guests;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>Linux guests on real file systems, read through mounts: in order, and with everything broken.</summary>
public sealed class LinuxImageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LNX_01_to_09_HOT_18_HOT_21_xfs_root_with_a_boot_partition_in_a_gpt_passes()
    {
        var tree = new LinuxTree(_folder, "root")
            .Write("/etc/fstab", $"UUID={GuestImage.RootUuid} / xfs defaults 0 0\nUUID={GuestImage.BootUuid} /boot ext4 defaults 1 2\n");
        Directory.Move(tree.Folder + "/boot", _folder.File("boot"));
        Directory.CreateDirectory(tree.Folder + "/boot");
        string image = new GuestImage(_folder).Make(
            "good.raw", "gpt",
            new GuestImage.Part(32, $"mkfs.ext4 -q -U {GuestImage.BootUuid}", _folder.File("boot")),
            new GuestImage.Part(304, $"mkfs.xfs -q -m uuid={GuestImage.RootUuid}", tree.Folder));

        var facts = await Inspect.AsMountAsync(image);

        Assert.Equal(new GuestOperatingSystem(GuestFamily.Linux, "rhel", "8.6", Bits: 64), facts.OperatingSystem);
        Assert.Equal("mount", facts.ReadBy);
        Assert.Equal("xfs", facts.Linux.RootFileSystem.Value);
        Assert.Equal(BootLoader.Grub2, facts.Linux.BootLoader.Value);
        Assert.Equal(DriverAvailability.Initramfs, facts.Linux.Drivers[GuestDriver.XenDisk].Value);
        Assert.Equal(DriverAvailability.Initramfs, facts.Linux.Drivers[GuestDriver.Nvme].Value);
        Assert.Equal(DriverAvailability.Module, facts.Linux.Drivers[GuestDriver.Ena].Value);
        Inspect.AssertLinux(facts, FindingStatus.Passed);
    }

    [Fact]
    public async Task LNX_01_to_09_HOT_18_ext4_root_in_an_mbr_with_everything_broken_fails()
    {
        var tree = new LinuxTree(_folder, "root")
            .Write("/etc/fstab", "/dev/sda1 / ext4 defaults 0 0\n/dev/sda2 none swap sw 0 0\n")
            .Delete("/etc/systemd/system/multi-user.target.wants/sshd.service")
            .Write("/usr/lib/systemd/system/iptables.service", "[Unit]")
            .Link("/etc/systemd/system/multi-user.target.wants/iptables.service", "/usr/lib/systemd/system/iptables.service")
            .Write("/etc/sysconfig/iptables", "*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp --dport 443 -j ACCEPT\nCOMMIT\n")
            .Write("/etc/sysconfig/network-scripts/ifcfg-eth0", "DEVICE=eth0\nBOOTPROTO=none\nIPADDR=10.0.0.5\n")
            .Delete("/boot/grub2").Write("/etc/lilo.conf", "boot=/dev/sda")
            .Write($"/usr/lib/modules/{LinuxTree.Kernel}/modules.dep", "kernel/drivers/block/xen-blkfront.ko:\n")
            .Write($"/boot/initramfs-{LinuxTree.Kernel}.img", CpioArchive.Of(["bin/sh"], "gzip"));
        string image = new GuestImage(_folder).Make("bad.raw", "msdos", new GuestImage.Part(64, "mkfs.ext4 -q", tree.Folder));

        var facts = await Inspect.AsMountAsync(image);

        Assert.Equal(["/dev/sda1 on /", "/dev/sda2 on none"], facts.Linux.FstabDeviceNames.Value);
        Assert.Equal(["eth0 (/etc/sysconfig/network-scripts/ifcfg-eth0)"], facts.Linux.StaticAddresses.Value);
        Assert.Equal(DriverAvailability.Module, facts.Linux.Drivers[GuestDriver.XenDisk].Value);
        Assert.Equal(BootLoader.Lilo, facts.Linux.BootLoader.Value);
        Inspect.AssertLinux(facts, FindingStatus.Failed, except: ["LNX-08", "HOT-21"]);
    }

    [Theory]
    [InlineData("centos", "7")]
    [InlineData("ol", "8.6")]
    [InlineData("rhel", "7.9")]
    [InlineData("sles", "15.4")]
    [InlineData("ubuntu", "18.04")]
    public async Task HOT_11_to_15_distributions_are_told_and_found_on_the_list(string product, string version)
    {
        var tree = new LinuxTree(_folder, "root").Write("/etc/os-release", $"ID=\"{product}\"\nVERSION_ID=\"{version}\"\n");
        string image = new GuestImage(_folder).Make("os.raw", "msdos", new GuestImage.Part(64, "mkfs.ext4 -q", tree.Folder));

        var system = (await Inspect.AsMountAsync(image)).OperatingSystem;

        Assert.Equal((product, version), (system.Product, system.Version));
        Assert.Equal(FindingStatus.Passed, GuestList.Check("vm", system, RuleProfiles.Get(RuleProfileName.Current)).Status);
    }

    [Theory]
    [InlineData("mkfs.ext2 -q", 64, true)]
    [InlineData("mkfs.ext3 -q", 64, true)]
    [InlineData("mkfs.btrfs -q", 128, true)]
    [InlineData("mkfs.jfs -q", 64, true)]
    [InlineData("mkfs.f2fs -q", 128, false)]
    [InlineData("mkfs.reiserfs -q -ff", 64, false)]
    public async Task LNX_08_HOT_21_root_file_systems_are_told_apart(string mkfs, int megabytes, bool supported)
    {
        string image = new GuestImage(_folder).Make("root.raw", "msdos", new GuestImage.Part(megabytes, mkfs));
        await using var disk = await new DiskImages().OpenAsync(image);

        var facts = await new GuestInspector().InspectAsync([new GuestDisk(0, true, disk)], GuestAccess.TablesOnly);

        Assert.Equal(GuestFamily.Linux, facts.OperatingSystem.Family);
        Assert.Equal(mkfs.Split('.', ' ')[1], facts.Linux.RootFileSystem.Value);
        Assert.Equal(supported ? FindingStatus.Passed : FindingStatus.Failed, Inspect.Answer(facts, "HOT-21").Status);
        Assert.Equal(FindingStatus.Unknown, Inspect.Answer(facts, "LNX-01").Status);
    }

    [Fact]
    public async Task Btrfs_root_in_a_subvolume_and_any_disk_format_read_the_same()
    {
        var tree = new LinuxTree(_folder, "root").Write("/etc/fstab", $"UUID={GuestImage.RootUuid} / btrfs subvol=@ 0 0\n");
        Directory.CreateDirectory(_folder.File("top"));
        Directory.Move(tree.Folder, _folder.File("top") + "/@");
        string image = new GuestImage(_folder).Make(
            "btrfs.raw", "gpt", new GuestImage.Part(160, $"mkfs.btrfs -q -U {GuestImage.RootUuid}", _folder.File("top")));
        var images = new DiskImages();
        await using (var raw = await images.OpenAsync(image)) await images.CreateAsync(_folder.File("disk.vhdx"), DiskFormat.Vhdx, raw);

        Inspect.AssertLinux(await Inspect.AsMountAsync(image), FindingStatus.Passed);
        Inspect.AssertLinux(await Inspect.AsMountAsync(_folder.File("disk.vhdx")), FindingStatus.Passed);
    }

    [Fact]
    public async Task Disks_are_not_written_to_by_any_of_it()
    {
        var tree = new LinuxTree(_folder, "root");
        string image = new GuestImage(_folder).Make("same.raw", "msdos", new GuestImage.Part(64, "mkfs.ext4 -q", tree.Folder));
        byte[] before = System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(image));

        await Inspect.AsMountAsync(image);

        Assert.Equal(before, System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(image)));
    }

    [Fact]
    public async Task Boot_partition_that_cannot_be_read_leaves_its_facts_unknown()
    {
        var tree = new LinuxTree(_folder, "root")
            .Write("/etc/fstab", $"UUID={GuestImage.RootUuid} / ext4 defaults 0 0\nUUID={GuestImage.BootUuid} /boot ext4 defaults 0 0\n");
        string image = new GuestImage(_folder).Make(
            "part.raw", "msdos", new GuestImage.Part(64, $"mkfs.ext4 -q -U {GuestImage.RootUuid}", tree.Folder));

        var facts = await Inspect.AsMountAsync(image);

        Assert.Equal(FindingStatus.Passed, Inspect.Answer(facts, "LNX-01").Status);
        foreach (string rule in (string[])["LNX-03", "LNX-04", "LNX-05", "LNX-06", "LNX-07"])
        {
            var finding = Inspect.Answer(facts, rule);
            Assert.Equal(FindingStatus.Unknown, finding.Status);
            Assert.Contains(GuestImage.BootUuid, finding.Found, StringComparison.Ordinal);
        }
    }
}
