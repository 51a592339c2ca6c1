using Replication.Core.Rules.Guests;
using Replication.Disks.Guests;

namespace Replication.Disks.Tests.Guests;

/// <summary>What single files of a Linux guest say, on a file system in memory.</summary>
public class LinuxFilesTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task LNX_01_unit_that_a_target_wants_is_enabled_and_a_masked_or_dangling_one_is_not()
    {
        Assert.True((await SshFacts.ReadAsync(new MemoryVolume().Enabled("ssh.service").Tree, None)).Value);
        Assert.False((await SshFacts.ReadAsync(new MemoryVolume().File("/usr/lib/systemd/system/ssh.service", "x").Tree, None)).Value);
        Assert.False((await SshFacts.ReadAsync(
            new MemoryVolume().Enabled("ssh.service").Link("/etc/systemd/system/ssh.service", "/dev/null").Tree, None)).Value);
        Assert.False((await SshFacts.ReadAsync(
            new MemoryVolume().Link("/etc/systemd/system/multi-user.target.wants/ssh.service", "/gone").Tree, None)).Value);
    }

    [Theory]
    [InlineData("/etc/rc3.d/S55sshd", true)]
    [InlineData("/etc/rc3.d/K25sshd", false)]
    [InlineData("/etc/rc2.d/S02ssh", true)]
    [InlineData("/etc/rc3.d/S55sshdx", false)]
    public async Task LNX_01_scripts_of_system_v_count_by_runlevel(string script, bool enabled) =>
        Assert.Equal(enabled, (await SshFacts.ReadAsync(new MemoryVolume().File(script, "x").Tree, None)).Value);

    [Fact]
    public async Task LNX_01_upstart_job_starts_unless_it_is_manual()
    {
        var volume = new MemoryVolume().File("/etc/init/ssh.conf", "start on runlevel [2345]\n");

        Assert.True((await SshFacts.ReadAsync(volume.Tree, None)).Value);
        Assert.False((await SshFacts.ReadAsync(volume.File("/etc/init/ssh.override", "manual\n").Tree, None)).Value);
    }

    [Theory]
    [InlineData("/boot/grub2/grub.cfg", BootLoader.Grub2)]
    [InlineData("/boot/grub/grub.cfg", BootLoader.Grub2)]
    [InlineData("/boot/grub/menu.lst", BootLoader.GrubLegacy)]
    [InlineData("/boot/efi/EFI/systemd/systemd-bootx64.efi", BootLoader.SystemdBoot)]
    [InlineData("/etc/lilo.conf", BootLoader.Lilo)]
    [InlineData("/boot/extlinux/extlinux.conf", BootLoader.Syslinux)]
    [InlineData("/etc/hostname", BootLoader.None)]
    public async Task LNX_07_boot_loader_is_told_by_its_files(string path, BootLoader expected) =>
        Assert.Equal(expected, (await BootLoaderFacts.ReadAsync(new MemoryVolume().File(path, "x").Tree, default, None)).Value);

    [Fact]
    public async Task LNX_07_boot_sector_decides_between_leftovers()
    {
        var tree = new MemoryVolume().File("/boot/grub/grub.cfg", "x").File("/etc/lilo.conf", "x").File("/boot/EFI/systemd/systemd-bootx64.efi", "x").Tree;
        var lilo = new byte[512];
        "LILO"u8.CopyTo(lilo.AsSpan(6));
        var grub = new byte[512];
        "GRUB "u8.CopyTo(grub.AsSpan(0x180));

        Assert.Equal(BootLoader.Lilo, (await BootLoaderFacts.ReadAsync(tree, lilo, None)).Value);
        Assert.Equal(BootLoader.Grub2, (await BootLoaderFacts.ReadAsync(tree, grub, None)).Value);
        Assert.Equal(BootLoader.SystemdBoot, (await BootLoaderFacts.ReadAsync(tree, new byte[512], None)).Value);
    }

    [Theory]
    [InlineData("/dev/sda1", true)]
    [InlineData("/dev/nvme0n1p2", true)]
    [InlineData("/dev/xvda1", true)]
    [InlineData("UUID=1-2", false)]
    [InlineData("LABEL=root", false)]
    [InlineData("/dev/mapper/rhel-root", false)]
    [InlineData("/dev/disk/by-uuid/1-2", false)]
    public void LNX_09_names_that_may_change_are_told_apart(string spec, bool device)
    {
        var fact = FstabFacts.Read(Fstab.Parse($"# comment\n{spec} / ext4 defaults 0 1\n\nproc /proc proc\n"));

        Assert.Equal(device ? [$"{spec} on /"] : [], fact.Value);
    }

    [Theory]
    [InlineData("5.9.0-1", "5.10.0-1")]
    [InlineData("4.18.0-80.el8", "4.18.0-305.el8")]
    [InlineData("6.1", "6.1.1")]
    public void Versions_of_kernels_are_compared_as_numbers(string older, string newer)
    {
        Assert.True(LinuxKernel.Compare(older, newer) < 0);
        Assert.True(LinuxKernel.Compare(newer, older) > 0);
        Assert.Equal(0, LinuxKernel.Compare(older, older));
    }

    [Fact]
    public async Task LNX_03_newest_kernel_with_an_image_counts_and_drivers_may_be_built_in()
    {
        var tree = new MemoryVolume()
            .File("/boot/vmlinuz-5.9.0", "k").File("/lib/modules/5.9.0/modules.dep", "")
            .File("/boot/vmlinuz-5.10.0", "k").File("/lib/modules/5.10.0/modules.builtin", "kernel/drivers/block/xen-blkfront.ko\n")
            .File("/lib/modules/5.10.0/modules.dep", "kernel/drivers/net/xen-netfront.ko.zst:\n")
            .File("/boot/config-5.10.0", "# x\nCONFIG_BLK_DEV_NVME=y\nCONFIG_ENA_ETHERNET=m\n")
            .File("/lib/modules/5.11.0/modules.dep", "").Tree;

        var drivers = await LinuxDrivers.ReadAsync(tree, None);

        Assert.Equal(DriverAvailability.BuiltIn, drivers[GuestDriver.XenDisk].Value);
        Assert.Equal(DriverAvailability.BuiltIn, drivers[GuestDriver.Nvme].Value);
        Assert.Equal(DriverAvailability.Module, drivers[GuestDriver.XenNetwork].Value);
        Assert.Equal(DriverAvailability.Missing, drivers[GuestDriver.Ena].Value);
        Assert.Contains("5.10.0", drivers[GuestDriver.Ena].Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LNX_03_initramfs_that_cannot_be_read_leaves_disk_drivers_unknown()
    {
        var tree = new MemoryVolume().File("/boot/vmlinuz-6.1", "k").File("/boot/initrd.img-6.1", "damaged")
            .File("/lib/modules/6.1/modules.dep", "a/xen-blkfront.ko:\na/xen-netfront.ko:\n").Tree;

        var drivers = await LinuxDrivers.ReadAsync(tree, None);

        Assert.False(drivers[GuestDriver.XenDisk].IsKnown);
        Assert.False(drivers[GuestDriver.Nvme].IsKnown);
        Assert.Equal(DriverAvailability.Module, drivers[GuestDriver.XenNetwork].Value);
    }

    [Theory]
    [InlineData("/etc/os-release", "ID=ubuntu\nVERSION_ID=\"18.04\"\n", "ubuntu", "18.04")]
    [InlineData("/etc/os-release", "ID=\"sles\"\nVERSION_ID=\"15.4\"\n", "sles", "15.4")]
    [InlineData("/etc/os-release", "ID=\"ol\"\nVERSION_ID=\"8.6\"\n", "ol", "8.6")]
    [InlineData("/etc/redhat-release", "CentOS release 6.10 (Final)\n", "centos", "6.10")]
    [InlineData("/etc/redhat-release", "Red Hat Enterprise Linux Server release 6.9 (Santiago)\n", "rhel", "6.9")]
    [InlineData("/etc/oracle-release", "Oracle Linux Server release 6.8\n", "ol", "6.8")]
    public async Task HOT_11_to_15_distributions_are_told_in_the_words_of_the_lists(string path, string content, string product, string version)
    {
        var (system, _) = await LinuxRelease.ReadAsync(new MemoryVolume().File(path, content).File("/bin/sh", "\u007fELF\u0001").Tree, None);

        Assert.Equal((product, version, 32), (system.Product, system.Version, system.Bits));
    }
}
