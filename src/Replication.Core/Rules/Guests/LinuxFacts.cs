namespace Replication.Core.Rules.Guests;

/// <summary>The configuration of a Linux guest, from the files of its root, /boot and /usr file systems.</summary>
public sealed record LinuxFacts
{
    public required Fact<bool> SshEnabled { get; init; }

    /// <summary>Whether the saved rules of the host's firewall let new connections to SSH's port in.</summary>
    public required Fact<bool> FirewallPermitsSsh { get; init; }

    /// <summary>For each driver, how the kernel that starts next comes by it. A driver that is missing here is not known.</summary>
    public required IReadOnlyDictionary<GuestDriver, Fact<DriverAvailability>> Drivers { get; init; }

    public required Fact<BootLoader> BootLoader { get; init; }

    /// <summary>Kind of the root file system, in blkid's words.</summary>
    public required Fact<string> RootFileSystem { get; init; }

    /// <summary>Interfaces whose address is fixed, each as "eth0 (/etc/netplan/01.yaml)"; empty where all use DHCP.</summary>
    public required Fact<IReadOnlyList<string>> StaticAddresses { get; init; }

    /// <summary>Devices in /etc/fstab that are named by what may change: /dev/sda1, /dev/vdb.</summary>
    public required Fact<IReadOnlyList<string>> FstabDeviceNames { get; init; }

    public static LinuxFacts Unknown(string reason) => new()
    {
        SshEnabled = Fact<bool>.Unknown(reason),
        FirewallPermitsSsh = Fact<bool>.Unknown(reason),
        Drivers = Enum.GetValues<GuestDriver>().ToDictionary(driver => driver, _ => Fact<DriverAvailability>.Unknown(reason)),
        BootLoader = Fact<BootLoader>.Unknown(reason),
        RootFileSystem = Fact<string>.Unknown(reason),
        StaticAddresses = Fact<IReadOnlyList<string>>.Unknown(reason),
        FstabDeviceNames = Fact<IReadOnlyList<string>>.Unknown(reason),
    };
}
