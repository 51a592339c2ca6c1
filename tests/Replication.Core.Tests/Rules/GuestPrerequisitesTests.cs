using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;
using Replication.Core.Sites;

namespace Replication.Core.Tests.Rules;

public class GuestPrerequisitesTests
{
    private static readonly GuestFacts Static = GuestFacts.NothingKnown with
    {
        OperatingSystem = Inventories.Rhel7,
        Linux = LinuxFacts.Unknown("test") with { StaticAddresses = Fact<IReadOnlyList<string>>.Known(["eth0"], "netplan") },
    };

    private static Finding[] Of(TransferInventory inventory, RuleProfileName profile, TransferMethod? forced = null) =>
        [.. GuestPrerequisites.Of(MethodSelection.Plan(inventory, RuleProfiles.Get(profile), forced), inventory, Static, null)];

    [Theory]
    [InlineData(RuleProfileName.Direct, null, FindingSeverity.Warning)]
    [InlineData(RuleProfileName.Current, null, FindingSeverity.Warning)] // the import method was chosen for it
    [InlineData(RuleProfileName.Current, TransferMethod.HotAdd, FindingSeverity.Error)]
    [InlineData(RuleProfileName.Legacy, null, FindingSeverity.Warning)]
    public void HOT_18_a_static_address_blocks_a_HotAdd_under_the_profile_that_does_not_take_it(RuleProfileName profile, TransferMethod? forced, FindingSeverity severity)
    {
        Finding finding = Assert.Single(Of(Inventories.From(SiteKind.VMware, Inventories.Rhel7).Static(), profile, forced), finding => finding.RuleId == "HOT-18");
        Assert.Equal((FindingStatus.Failed, severity), (finding.Status, finding.Severity));
    }

    [Theory]
    [InlineData(GuestFamily.Linux, null, FindingStatus.Unknown)]
    [InlineData(GuestFamily.Windows, null, FindingStatus.NotApplicable)]
    [InlineData(GuestFamily.Windows, TransferMethod.Ebs, FindingStatus.Unknown)]
    [InlineData(GuestFamily.Linux, TransferMethod.Import, FindingStatus.Unknown)]
    public void AWS_11_drivers_have_to_be_on_the_source_when_nothing_injects_them(GuestFamily node, TransferMethod? forced, FindingStatus expected) => Assert.Equal(
        expected, Assert.Single(Of(Inventories.From(SiteKind.VMware, Inventories.Rhel7, node), RuleProfileName.Current, forced), finding => finding.RuleId == "AWS-11").Status);

    [Fact]
    public void LNX_10_a_guest_that_runs_on_EC2_already_or_stays_with_its_hypervisor_is_not_judged()
    {
        Assert.Empty(Of(Inventories.From(SiteKind.Aws, Inventories.Rhel7), RuleProfileName.Current));
        Assert.Empty(Of(Inventories.From(SiteKind.HyperV) with { Destination = new TransferDestination(SiteKind.VMware) }, RuleProfileName.Current));
    }
}
