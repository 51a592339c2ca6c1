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
        NvmeDriver = facts.Has(GuestDriver.Nvme),
        EnaDriver = facts.Has(GuestDriver.Ena),
    };
}
