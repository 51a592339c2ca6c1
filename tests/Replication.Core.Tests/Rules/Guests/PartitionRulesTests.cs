using Replication.Core.Disks;
using Replication.Core.Rules;
using static Replication.Core.Tests.Rules.Guests.Guests;

namespace Replication.Core.Tests.Rules.Guests;

public class PartitionRulesTests
{
    [Theory]
    [InlineData(PartitionStyle.Mbr, true, FindingStatus.Passed)]
    [InlineData(PartitionStyle.Mbr, false, FindingStatus.Passed)]
    [InlineData(PartitionStyle.Gpt, false, FindingStatus.Passed)]
    [InlineData(PartitionStyle.Gpt, true, FindingStatus.Failed)]
    [InlineData(PartitionStyle.None, true, FindingStatus.Unknown)]
    public void WIN_08_X1_gpt_boot_disk_needs_the_import_method_where_the_profile_says_so(
        PartitionStyle style, bool profile, FindingStatus expected)
    {
        var facts = GoodWindows with { Disks = [Disk(style, boot: true)] };

        var finding = facts.Answer("WIN-08", Destination with { GptBootNeedsImport = profile });

        Assert.Equal(expected, finding.Status);
        Assert.Equal("PrereqFailed.GptBoot", finding.ErrorId);
    }

    [Fact]
    public void WIN_08_gpt_data_disk_does_no_harm()
    {
        var facts = GoodWindows with { Disks = [Disk(PartitionStyle.Mbr, boot: true), Disk(PartitionStyle.Gpt, boot: false, position: 1)] };

        Assert.Equal(FindingStatus.Passed, facts.Answer("WIN-08", Destination with { GptBootNeedsImport = true }).Status);
    }

    [Fact]
    public void WIN_08_stops_only_hot_add()
    {
        var facts = GoodWindows with { Disks = [Disk(PartitionStyle.Gpt, boot: true)] };
        var legacy = Destination with { GptBootNeedsImport = true };

        Assert.True(facts.Answer("WIN-08", legacy).Blocks);
        Assert.False(facts.Answer("WIN-08", legacy with { HotAdd = false }).Blocks);
    }

    [Fact]
    public void WIN_08_is_unknown_without_a_boot_disk() =>
        Assert.Equal(FindingStatus.Unknown, (GoodWindows with { Disks = [Disk(PartitionStyle.Gpt, boot: false)] }).Answer("WIN-08").Status);

    [Theory]
    [InlineData(PartitionStyle.Mbr, "HOT-19")]
    [InlineData(PartitionStyle.Gpt, "HOT-20")]
    public void HOT_19_HOT_20_mbr_and_gpt_volumes_are_supported(PartitionStyle style, string rule)
    {
        var finding = (GoodWindows with { Disks = [Disk(style, boot: false, position: 3)] }).Answer(rule);

        Assert.Equal(FindingStatus.Passed, finding.Status);
        Assert.Equal("web01, disk 3", finding.Target);
    }

    [Fact]
    public void HOT_19_volume_without_a_partition_table_is_a_warning()
    {
        var disk = Disk(PartitionStyle.None, boot: false, whole: new Core.Disks.FileSystemInfo("ntfs", null, null));

        var finding = (GoodWindows with { Disks = [disk] }).Answer("HOT-19");

        Assert.Equal(FindingStatus.Failed, finding.Status);
        Assert.False(finding.Blocks);
        Assert.Equal("PartitionStyleNotSupported", finding.ErrorId);
    }

    [Fact]
    public void HOT_19_blank_disk_is_no_concern_of_it() =>
        Assert.Equal(
            FindingStatus.NotApplicable, (GoodWindows with { Disks = [Disk(PartitionStyle.None, boot: false)] }).Answer("HOT-19").Status);

    [Fact]
    public void HOT_20_gpt_that_cannot_be_read_is_unknown()
    {
        var disk = Disk(PartitionStyle.Gpt, boot: false, warnings: "Neither GPT header can be read.");

        Assert.Equal(FindingStatus.Unknown, (GoodWindows with { Disks = [disk] }).Answer("HOT-20").Status);
    }
}
