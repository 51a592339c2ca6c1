namespace Replication.Core.Rules.Methods;

/// <summary>What the choice of a method has to know about the system in the machine. Null is "not known".</summary>
public sealed record TransferGuest
{
    public GuestOperatingSystem OperatingSystem { get; init; } = GuestOperatingSystem.Unknown;

    /// <summary>Whether the boot disk has a GUID partition table.</summary>
    public bool? GptBoot { get; init; }

    /// <summary>Interfaces with a static address ("eth0"); empty when all use DHCP.</summary>
    public IReadOnlyList<string>? StaticInterfaces { get; init; }

    /// <summary>Whether the guest can boot from an NVMe disk.</summary>
    public bool? NvmeDriver { get; init; }

    /// <summary>Whether the guest has the driver of Nitro's network interfaces.</summary>
    public bool? EnaDriver { get; init; }
}
