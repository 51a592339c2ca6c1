using Replication.Core.Disks;
using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using Replication.Core.Rules.Methods;

namespace Replication.Core.Tests.Rules;

public class TransferGuestTests
{
    private static readonly DiskLayout Gpt = new(PartitionStyle.Gpt, null, [], null, []);

    [Fact]
    public void AWS_05_a_guest_that_was_not_inspected_has_no_facts() => Assert.Equal(new TransferGuest(), GuestFacts.NothingKnown.ToTransferGuest());

    [Fact]
    public void HOT_18_facts_of_a_Linux_guest_choose_its_method()
    {
        GuestFacts facts = GuestFacts.NothingKnown with
        {
            OperatingSystem = Inventories.Rhel7,
            Disks = [new GuestDiskFacts(1, false, Gpt), new GuestDiskFacts(0, true, Gpt with { Style = PartitionStyle.Mbr })],
            Linux = LinuxFacts.Unknown("test") with
            {
                StaticAddresses = Fact<IReadOnlyList<string>>.Known(["eth0"], "netplan"),
                Drivers = new Dictionary<GuestDriver, Fact<DriverAvailability>>
                {
                    [GuestDriver.Nvme] = Fact<DriverAvailability>.Known(DriverAvailability.Module, "modules.dep"),
                    [GuestDriver.Ena] = Fact<DriverAvailability>.Known(DriverAvailability.Module, "modules.dep"),
                },
            },
        };
        TransferGuest guest = facts.ToTransferGuest();
        Assert.Equal((Inventories.Rhel7, false, "eth0"), (guest.OperatingSystem, guest.GptBoot, Assert.Single(guest.StaticInterfaces!)));
        // A module in the root file system comes too late for the disk that the root is on, and in time for the network.
        Assert.Equal((false, true), (guest.NvmeDriver, guest.EnaDriver));
    }

    [Fact]
    public void WIN_08_facts_of_a_Windows_guest_choose_its_method()
    {
        GuestFacts facts = GuestFacts.NothingKnown with
        {
            OperatingSystem = Inventories.Windows2016,
            Disks = [new GuestDiskFacts(0, true, Gpt)],
            Windows = WindowsFacts.Unknown("test") with { Drivers = Fact<IReadOnlySet<GuestDriver>>.Known(new HashSet<GuestDriver> { GuestDriver.Nvme }, "SYSTEM hive") },
        };
        TransferGuest guest = facts.ToTransferGuest();
        Assert.Equal((true, true, false), (guest.GptBoot, guest.NvmeDriver, guest.EnaDriver));
        Assert.Null(guest.StaticInterfaces);
    }
}
