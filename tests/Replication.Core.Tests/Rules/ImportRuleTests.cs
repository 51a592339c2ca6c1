using Replication.Core.Rules;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;
using Replication.Core.Sites;

namespace Replication.Core.Tests.Rules;

public class ImportRuleTests
{
    private const long TiB = 1L << 40;

    [Theory]
    [InlineData(16 * TiB, FindingStatus.Passed)]
    [InlineData(16 * TiB + 1, FindingStatus.Failed)]
    [InlineData(null, FindingStatus.Unknown)]
    public void A_disk_that_VM_Import_does_not_take_blocks_the_import_of_it(long? longest, FindingStatus expected)
    {
        TransferMethodPlan plan = Plan(longest, TransferMethod.Import);
        Finding finding = Assert.Single(plan.Findings, finding => finding.ErrorId == MethodErrorIds.ImportDiskTooLarge);
        Assert.Equal(expected, finding.Status);
        Assert.Equal(expected == FindingStatus.Failed, plan.Blocked);
    }

    [Fact]
    public void Other_methods_do_not_ask_for_it() =>
        Assert.DoesNotContain(Plan(20 * TiB, TransferMethod.Ebs).Findings, finding => finding.ErrorId == MethodErrorIds.ImportDiskTooLarge);

    [Fact]
    public void AWS_06_snapshots_are_read_back_before_the_uploads_go_and_an_instance_is_made() => Assert.Equal(
        [TransferStep.UploadImages, TransferStep.ImportImages, TransferStep.ReadSnapshotsBack, TransferStep.RemoveUploads, TransferStep.CreateOrReuseInstance],
        Plan(TiB, TransferMethod.Import).Steps);

    private static TransferMethodPlan Plan(long? longest, TransferMethod method)
    {
        TransferInventory inventory = Inventories.From(SiteKind.VMware);
        return MethodSelection.Plan(inventory with { Source = inventory.Source with { LongestDiskBytes = longest } }, RuleProfiles.Get(RuleProfileName.Direct), method);
    }
}
