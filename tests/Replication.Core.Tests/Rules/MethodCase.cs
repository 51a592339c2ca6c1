using Replication.Core.Rules;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;
using Replication.Core.Sites;

namespace Replication.Core.Tests.Rules;

/// <summary>One row of the truth table: the inputs as the yes-or-no questions of the documents.</summary>
internal sealed record MethodCase(
    RuleProfileName Profile, bool FromAmazon, bool OnAmazon, bool OtherRegion, bool OtherZone, bool Credentials, bool LinuxNode, bool DataAtNode, GuestCase Guest,
    TransferMethod? Forced)
{
    private static readonly bool[] Both = [false, true];

    /// <summary>A zone is in one region, so the same zone of another region does not exist.</summary>
    public bool Possible => OtherZone || !OtherRegion;

    public static IEnumerable<MethodCase> All() =>
        from profile in Enum.GetValues<RuleProfileName>()
        from fromAmazon in Both
        from onAmazon in Both
        from otherRegion in Both
        from otherZone in Both
        from credentials in Both
        from linuxNode in Both
        from data in Both
        from guest in Enum.GetValues<GuestCase>()
        from forced in new TransferMethod?[] { null, TransferMethod.Ebs, TransferMethod.HotAdd, TransferMethod.Import }
        select new MethodCase(profile, fromAmazon, onAmazon, otherRegion, otherZone, credentials, linuxNode, data, guest, forced);

    public TransferInventory Inventory() => new(
        new TransferSource("web01", FromAmazon ? SiteKind.Aws : SiteKind.VMware, 1),
        new TransferDestination(SiteKind.Aws) { Region = "eu-west-1", Zone = "eu-west-1a", InstanceType = "m4.large", NvmeVolumes = false },
        new AccessNode("node", LinuxNode ? GuestFamily.Linux : GuestFamily.Windows, OnAmazon)
        {
            Region = OtherRegion ? "us-east-1" : "eu-west-1",
            Zone = (OtherRegion, OtherZone) switch { (true, true) => "us-east-1a", (false, true) => "eu-west-1b", _ => "eu-west-1a" },
            HoldsData = DataAtNode,
        })
    {
        GuestCredentials = Credentials,
        Guest = Guest switch
        {
            GuestCase.LinuxStatic => new TransferGuest { OperatingSystem = Inventories.Rhel7, StaticInterfaces = ["ens3"] },
            GuestCase.LinuxDhcp => new TransferGuest { OperatingSystem = Inventories.Rhel7, StaticInterfaces = [] },
            GuestCase.WindowsGpt => new TransferGuest { OperatingSystem = Inventories.Windows2016, GptBoot = true },
            GuestCase.WindowsMbr => new TransferGuest { OperatingSystem = Inventories.Windows2016, GptBoot = false },
            _ => new TransferGuest { OperatingSystem = new GuestOperatingSystem(GuestFamily.Linux, "alpine", "3.20", Bits: 64), StaticInterfaces = [] },
        },
    };
}
