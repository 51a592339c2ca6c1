using Replication.Core.Rules;
using Replication.Core.Rules.Documents;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;
using Replication.Core.Sites;

namespace Replication.Core.Tests.Rules;

public class HypervisorHardwareRuleTests
{
    [Theory]
    [InlineData(true, true, null)]
    [InlineData(false, true, "HardwareVirtualizationMissing")]
    [InlineData(true, false, "DepDisabled")]
    public void HVR_11_a_Hyper_V_host_without_virtualization_or_with_DEP_off_blocks(bool virtualization, bool prevention, string? blocks)
    {
        Finding[] found = Findings(To(SiteKind.HyperV, virtualization, prevention));
        Assert.Equal(["HardwareVirtualizationMissing", "DepDisabled"], found.Select(finding => finding.ErrorId));
        Assert.Equal(blocks is null ? [] : [blocks], found.Where(finding => finding.Blocks).Select(finding => finding.ErrorId));
        Assert.All(found, finding => Assert.Contains(finding.Blocks ? ": off" : ": on", finding.Found, StringComparison.Ordinal));
    }

    [Fact]
    public void HVR_11_what_is_not_known_of_the_host_is_unknown_and_does_not_block()
    {
        Finding[] found = Findings(To(SiteKind.HyperV, null, null));
        Assert.Equal([FindingStatus.Unknown, FindingStatus.Unknown], found.Select(finding => finding.Status));
        Assert.DoesNotContain(found, finding => finding.Blocks);
    }

    [Theory]
    [InlineData(SiteKind.Local)]
    [InlineData(SiteKind.VMware)]
    [InlineData(SiteKind.Aws)]
    public void HVR_11_other_destinations_are_not_asked(SiteKind kind) => Assert.Empty(Findings(To(kind, false, false)));

    [Fact]
    public void HVR_11_a_document_gives_both_facts()
    {
        TransferInventory transfer = RuleInventoryDocument.Parse(
            """
            { "transfer": {
                "source": { "machine": "web01", "siteKind": "HyperV", "diskCount": 1 },
                "destination": { "siteKind": "HyperV", "hardwareVirtualization": true, "dataExecutionPrevention": false },
                "accessNode": { "name": "node", "system": "Windows", "onAmazon": false } } }
            """,
            "test").Transfer!;
        Assert.Equal("DepDisabled", Assert.Single(Findings(transfer), finding => finding.Blocks).ErrorId);
    }

    private static TransferInventory To(SiteKind kind, bool? virtualization, bool? prevention) => Inventories.From(SiteKind.HyperV) with
    {
        Destination = new TransferDestination(kind) { HardwareVirtualization = virtualization, DataExecutionPrevention = prevention },
    };

    private static Finding[] Findings(TransferInventory inventory) =>
        [.. MethodSelection.Plan(inventory, RuleProfiles.Get(RuleProfileName.Direct)).Findings.Where(finding => finding.RuleId == "HVR-11")];
}
