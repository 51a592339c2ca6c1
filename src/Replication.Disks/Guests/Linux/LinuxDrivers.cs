using Replication.Core.Errors;
using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>
/// How the kernel that starts next comes by each driver: modules.builtin and the kernel's configuration say what is
/// compiled in, the initramfs what is there before the root file system, modules.dep what is there after it.
/// </summary>
internal static class LinuxDrivers
{
    private static readonly (GuestDriver Driver, string Module, string Option)[] Known =
    [
        (GuestDriver.XenDisk, "xen-blkfront", "CONFIG_XEN_BLKDEV_FRONTEND"),
        (GuestDriver.XenNetwork, "xen-netfront", "CONFIG_XEN_NETDEV_FRONTEND"),
        (GuestDriver.Nvme, "nvme", "CONFIG_BLK_DEV_NVME"),
        (GuestDriver.Ena, "ena", "CONFIG_ENA_ETHERNET"),
    ];

    public static async ValueTask<IReadOnlyDictionary<GuestDriver, Fact<DriverAvailability>>> ReadAsync(
        GuestTree tree, CancellationToken cancellationToken)
    {
        LinuxKernel? kernel;
        IReadOnlyCollection<string> builtIn, installed;
        string? config;
        try
        {
            kernel = await LinuxKernel.FindAsync(tree, cancellationToken);
            if (kernel is null) return All(Fact<DriverAvailability>.Unknown("no kernel with its modules was found in /boot and /lib/modules"));
            builtIn = Names(await tree.ReadTextAsync($"{kernel.Modules}/modules.builtin", cancellationToken));
            config = await tree.ReadTextAsync($"/boot/config-{kernel.Version}", cancellationToken);

            // A line is a module, a colon and what it depends on.
            installed = Names(await tree.ReadTextAsync($"{kernel.Modules}/modules.dep", cancellationToken));
        }
        catch (ReplicationException e)
        {
            return All(Fact<DriverAvailability>.Unknown(e.Message));
        }

        IReadOnlyCollection<string> early = [];
        string? unreadable = null;
        try
        {
            if (kernel.Initramfs is { } path) early = Names(await Initramfs.NamesAsync(tree, path, cancellationToken));
        }
        catch (ReplicationException e)
        {
            unreadable = e.Message;
        }

        return Known.ToDictionary(known => known.Driver, known => Judge(known.Driver, known.Module, known.Option));

        Fact<DriverAvailability> Judge(GuestDriver driver, string module, string option)
        {
            string of = $"kernel {kernel.Version}";
            if (builtIn.Contains(module) || config?.Contains($"\n{option}=y", StringComparison.Ordinal) == true)
            {
                return Fact<DriverAvailability>.Known(DriverAvailability.BuiltIn, of);
            }

            if (early.Contains(module)) return Fact<DriverAvailability>.Known(DriverAvailability.Initramfs, $"{of}, {kernel.Initramfs}");

            // For a network driver it is enough to be installed; for a disk driver the initramfs decides.
            bool needsEarly = driver is GuestDriver.XenDisk or GuestDriver.Nvme;
            bool isInstalled = installed.Contains(module);
            if (unreadable is not null && (needsEarly || !isInstalled)) return Fact<DriverAvailability>.Unknown(unreadable);
            return isInstalled
                ? Fact<DriverAvailability>.Known(DriverAvailability.Module, $"{of}, modules.dep")
                : Fact<DriverAvailability>.Known(DriverAvailability.Missing, of);
        }
    }

    private static Dictionary<GuestDriver, Fact<DriverAvailability>> All(Fact<DriverAvailability> fact) =>
        Known.ToDictionary(known => known.Driver, _ => fact);

    private static HashSet<string> Names(string? text) => Names((text ?? "").Split('\n').Select(line => line.Split(':')[0]));

    /// <summary>Names of modules as the kernel treats them: without folder and compression, hyphen and underscore alike.</summary>
    private static HashSet<string> Names(IEnumerable<string> paths) =>
    [
        .. paths.Select(path => path[(path.LastIndexOf('/') + 1)..])
            .Where(name => name.Contains(".ko", StringComparison.Ordinal))
            .Select(name => name[..name.IndexOf(".ko", StringComparison.Ordinal)].Replace('_', '-')),
    ];
}
