using Replication.Core.Rules;
using Replication.Core.Rules.Methods;
using Replication.Core.Sites;

namespace Replication.Core.Tests.Rules;

/// <summary>Inventories that nothing speaks against, for tests to change one thing.</summary>
internal static class Inventories
{
    public static readonly GuestOperatingSystem Windows2016 = new(GuestFamily.Windows, "Windows Server", "2016", "Standard", 64, "en-US");

    public static readonly GuestOperatingSystem Rhel7 = new(GuestFamily.Linux, "rhel", "7.9", Bits: 64);

    public static TransferInventory From(SiteKind source, GuestOperatingSystem? guest = null, GuestFamily node = GuestFamily.Windows) => new(
        new TransferSource("web01", source, 2),
        new TransferDestination(SiteKind.Aws) { Region = "eu-west-1", Zone = "eu-west-1a", InstanceType = "m4.large", NvmeVolumes = false },
        new AccessNode("i-node", node, OnAmazon: true) { Region = "eu-west-1", Zone = "eu-west-1a", HoldsData = true, Volumes = ["/dev/sda1"] })
    {
        GuestCredentials = true,
        Guest = new TransferGuest { OperatingSystem = guest ?? Windows2016, GptBoot = false, StaticInterfaces = [], NvmeDriver = true, EnaDriver = true },
    };

    public static TransferInventory OffAmazon(this TransferInventory inventory) => inventory with { AccessNode = inventory.AccessNode with { OnAmazon = false } };

    public static TransferInventory OtherRegion(this TransferInventory inventory) =>
        inventory with { AccessNode = inventory.AccessNode with { Region = "us-east-1", Zone = "us-east-1a" } };

    public static TransferInventory OtherZone(this TransferInventory inventory) => inventory with { AccessNode = inventory.AccessNode with { Zone = "eu-west-1b" } };

    public static TransferInventory NoCredentials(this TransferInventory inventory) => inventory with { GuestCredentials = false };

    public static TransferInventory Static(this TransferInventory inventory) => inventory with { Guest = inventory.Guest with { StaticInterfaces = ["eth0"] } };

    public static TransferInventory Gpt(this TransferInventory inventory) => inventory with { Guest = inventory.Guest with { GptBoot = true } };

    public static TransferInventory Nvme(this TransferInventory inventory, bool? nvme = true, bool? ena = true, bool? onNitro = null) => inventory with
    {
        Source = inventory.Source with { OnNitro = onNitro },
        Destination = inventory.Destination with { InstanceType = "m5.large", NvmeVolumes = true },
        Guest = inventory.Guest with { NvmeDriver = nvme, EnaDriver = ena },
    };
}
