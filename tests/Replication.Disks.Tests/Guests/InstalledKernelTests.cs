using Replication.Core.Rules.Guests;
using Replication.Disks.Guests;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>The kernel of a distribution, where one is installed on this machine: our answers against those of its own tools.</summary>
public class InstalledKernelTests
{
    private static readonly Dictionary<GuestDriver, (string Module, string Option)> Names = new()
    {
        [GuestDriver.XenDisk] = ("xen-blkfront", "CONFIG_XEN_BLKDEV_FRONTEND"),
        [GuestDriver.XenNetwork] = ("xen-netfront", "CONFIG_XEN_NETDEV_FRONTEND"),
        [GuestDriver.Nvme] = ("nvme", "CONFIG_BLK_DEV_NVME"),
        [GuestDriver.Ena] = ("ena", "CONFIG_ENA_ETHERNET"),
    };

    [Fact]
    public async Task LNX_03_to_06_drivers_of_a_real_kernel_and_initramfs_are_those_that_its_tools_list()
    {
        Tool.Need("lsinitramfs");
        var tree = new GuestTree(new MountedVolume(new VolumeIdentity { Place = "here", FileSystem = "ext4" }, ""), "", ignoreCase: false);
        if (await LinuxKernel.FindAsync(tree, CancellationToken.None) is not { Initramfs: { } initramfs } kernel)
        {
            Assert.Skip("no kernel with an initramfs is installed");
            return;
        }

        string[] listed = Tool.Run("lsinitramfs", initramfs).Split('\n');
        string config = await File.ReadAllTextAsync($"/boot/config-{kernel.Version}");

        var drivers = await LinuxDrivers.ReadAsync(tree, CancellationToken.None);
        var names = await Initramfs.NamesAsync(tree, initramfs, CancellationToken.None);

        Assert.Equal(listed.Where(name => name.Length > 0).Order(), names.Order());
        foreach (var (driver, (module, option)) in Names)
        {
            var expected = config.Contains($"{option}=y\n", StringComparison.Ordinal) ? DriverAvailability.BuiltIn
                : listed.Any(name => name.Contains($"/{module}.ko", StringComparison.Ordinal)) ? DriverAvailability.Initramfs
                : config.Contains($"{option}=m\n", StringComparison.Ordinal) ? DriverAvailability.Module : DriverAvailability.Missing;
            Assert.Equal(expected, drivers[driver].Value);
        }
    }
}
