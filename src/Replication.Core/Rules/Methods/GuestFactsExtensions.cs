using Replication.Core.Disks;
using Replication.Core.Rules.Guests;

namespace Replication.Core.Rules.Methods;

/// <summary>What an inspection of the disks says about the choice of a method.</summary>
public static class GuestFactsExtensions
{
    public static TransferGuest ToTransferGuest(this GuestFacts facts) => new()
    {
        OperatingSystem = facts.OperatingSystem,
        GptBoot = facts.Disks.FirstOrDefault(disk => disk.Boot) is { } boot ? boot.Layout.Style == PartitionStyle.Gpt : null,
        StaticInterfaces = facts.Linux.StaticAddresses is { IsKnown: true } addresses ? addresses.Value : null,
        NvmeDriver = Has(facts, GuestDriver.Nvme),
        EnaDriver = Has(facts, GuestDriver.Ena),
    };

    private static bool? Has(GuestFacts facts, GuestDriver driver) => facts.OperatingSystem.Family switch
    {
        GuestFamily.Windows => facts.Windows.Drivers is { IsKnown: true } known ? known.Value.Contains(driver) : null,
        GuestFamily.Linux => facts.Linux.Drivers.TryGetValue(driver, out Fact<DriverAvailability>? fact) && fact.IsKnown ? Usable(driver, fact.Value) : null,
        _ => null,
    };

    /// <summary>A module in the root file system is too late for the disk that the root is on.</summary>
    private static bool Usable(GuestDriver driver, DriverAvailability availability) => driver == GuestDriver.Nvme
        ? availability is DriverAvailability.Initramfs or DriverAvailability.BuiltIn : availability != DriverAvailability.Missing;
}
