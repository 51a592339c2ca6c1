using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>
/// Drivers for instances that Windows would start: a service of one of the known names, with its file. A disk driver has to
/// start with the boot loader (Start 0), since the system is on that disk; for a network driver it is enough not to be disabled.
/// </summary>
internal static class WindowsDrivers
{
    private const int BootStart = 0;
    private const int Disabled = 4;

    /// <summary>AWS PV and Citrix PV have the first names, Red Hat PV the second; stornvme is Windows' own.</summary>
    private static readonly (GuestDriver Driver, string Service, bool IsDisk)[] Services =
    [
        (GuestDriver.XenDisk, "xenvbd", true),
        (GuestDriver.XenDisk, "rhelscsi", true),
        (GuestDriver.XenNetwork, "xennet", false),
        (GuestDriver.XenNetwork, "rhelnet", false),
        (GuestDriver.Nvme, "AWSNVMe", true),
        (GuestDriver.Nvme, "stornvme", true),
        (GuestDriver.Ena, "ena", false),
    ];

    public static async ValueTask<IReadOnlySet<GuestDriver>> ReadAsync(
        GuestTree tree, WindowsRegistry registry, CancellationToken cancellationToken)
    {
        var drivers = new HashSet<GuestDriver>();
        foreach (var (driver, service, isDisk) in Services)
        {
            if (registry.System.Find(registry.Current($@"Services\{service}")) is not { } key || key.Value("Start")?.Number is not { } start) continue;
            if (isDisk ? start != BootStart : start >= Disabled) continue;
            if (await tree.FindAsync(FileOf(service, key.Value("ImagePath")?.Text), cancellationToken) is { Kind: EntryKind.File }) drivers.Add(driver);
        }

        return drivers;
    }

    /// <summary>ImagePath counts from the Windows folder, with or without \SystemRoot\; without it the file has the service's name.</summary>
    private static string FileOf(string service, string? imagePath)
    {
        const string root = @"\SystemRoot\";
        if (imagePath is null) return $"/Windows/System32/drivers/{service}.sys";
        string relative = imagePath.StartsWith(root, StringComparison.OrdinalIgnoreCase) ? imagePath[root.Length..] : imagePath;
        return "/Windows/" + relative.Replace('\\', '/').TrimStart('/');
    }
}
