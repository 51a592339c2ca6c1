using Replication.Core.Rules;
using Replication.Core.Rules.Failback;
using Replication.Core.Rules.Failback.Facts;
using static Replication.Core.Tests.Rules.FailbackLab;

namespace Replication.Core.Tests.Rules;

public class RetentionVolumeTests
{
    private static RetentionChoice Choice(RetentionVolume volume) => Assert.Single(RetentionVolumes.List("mt", GuestFamily.Windows, [volume], Now, includeIneligible: true));

    /// <summary>A volume with this defect is not listed, and is listed with the reason when that is asked for.</summary>
    private static void Hidden(RetentionVolume volume, string rule, string errorId)
    {
        Assert.Empty(RetentionVolumes.List("mt", GuestFamily.Windows, [volume], Now));
        Finding reason = Assert.Single(Choice(volume).Findings, finding => finding.Status == FindingStatus.Failed);
        Assert.Equal((rule, errorId), (reason.RuleId, reason.ErrorId));
    }

    [Fact]
    public void FBK_35_a_master_target_has_a_volume_for_retention()
    {
        Breaks("FBK-35", "RetentionDriveMissing", good => good.WithTarget(mt => mt with { Volumes = [] }), good => good.WithTarget(mt => mt with { Volumes = null }));
        Finding unfit = Breaks("FBK-35", "RetentionDriveMissing", good => good.WithTarget(mt => mt with { Volumes = [R with { Locked = true, FileSystem = "FAT32" }] }),
            good => good.WithTarget(mt => mt with { Volumes = [R with { Locked = null }] }));
        Assert.Equal("R: is not: RetentionDriveLocked, RetentionDriveFat.", unfit.Found);
    }

    [Fact]
    public void FBK_36_a_volume_that_is_used_otherwise_is_not_listed()
    {
        Hidden(R with { UsedFor = "replication target" }, "FBK-36", "RetentionDriveInUse");
        Assert.False(Choice(R with { UsedFor = null }).Eligible);
    }

    [Fact]
    public void FBK_37_a_locked_volume_is_not_listed() => Hidden(R with { Locked = true }, "FBK-37", "RetentionDriveLocked");

    [Fact]
    public void FBK_38_the_volume_of_the_installation_is_a_cache_volume_and_not_listed() => Hidden(R with { HoldsInstallation = true }, "FBK-38", "RetentionDriveIsCache");

    [Theory]
    [InlineData("FAT", FindingStatus.Failed)]
    [InlineData("fat32", FindingStatus.Failed)]
    [InlineData("FAT16", FindingStatus.Failed)]
    [InlineData("vfat", FindingStatus.Failed)]
    [InlineData("NTFS", FindingStatus.Passed)]
    [InlineData("ReFS", FindingStatus.Passed)]
    [InlineData("ext4", FindingStatus.Passed)]
    [InlineData("exFAT", FindingStatus.Unknown)] // the document does not speak of it
    [InlineData(null, FindingStatus.Unknown)]
    public void FBK_39_a_volume_with_FAT_or_FAT32_is_not_listed(string? fileSystem, FindingStatus expected)
    {
        Finding finding = Assert.Single(Choice(R with { FileSystem = fileSystem }).Findings, one => one.RuleId == "FBK-39");
        Assert.Equal(expected, finding.Status);
        Assert.Equal(expected == FindingStatus.Passed, Choice(R with { FileSystem = fileSystem }).Eligible);
    }

    [Fact]
    public void FBK_40_a_volume_without_capacity_is_not_listed()
    {
        Hidden(R with { CapacityBytes = 0 }, "FBK-40", "RetentionDriveEmpty");
        Assert.True(Choice(R with { CapacityBytes = 1 }).Eligible);
    }

    [Fact]
    public void FBK_41_the_default_volume_of_Windows_is_R()
    {
        Assert.Equal("R:", RetentionVolumes.Default(GuestFamily.Windows));
        Assert.Equal(
            [("r:\\", true), ("S:", false)],
            RetentionVolumes.List("mt", GuestFamily.Windows, [R with { Path = "r:\\" }, R with { Path = "S:" }], Now).Select(choice => (choice.Path, choice.IsDefault)));
    }

    [Fact]
    public void FBK_42_the_default_volume_of_Linux_is_mnt_retention()
    {
        Assert.Equal("/mnt/retention", RetentionVolumes.Default(GuestFamily.Linux));
        Assert.Equal(
            [("/mnt/retention", true), ("/mnt/Retention", false)],
            RetentionVolumes.List("mt", GuestFamily.Linux, [R with { Path = "/mnt/retention" }, R with { Path = "/mnt/Retention" }], Now).Select(choice => (choice.Path, choice.IsDefault)));
    }

    [Fact]
    public void FBK_43_only_what_can_be_chosen_is_listed_and_all_with_reasons_when_asked_for()
    {
        RetentionVolume[] volumes = [R, R with { Path = "S:", Locked = true }, R with { Path = "T:", CapacityBytes = 0, FileSystem = "FAT" }];
        Assert.Equal(["R:"], RetentionVolumes.List("mt", GuestFamily.Windows, volumes, Now).Select(choice => choice.Path));
        IReadOnlyList<RetentionChoice> all = RetentionVolumes.List("mt", GuestFamily.Windows, volumes, Now, includeIneligible: true);
        Assert.Equal(["R:", "S:", "T:"], all.Select(choice => choice.Path));
        Assert.Equal(["RetentionDriveFat", "RetentionDriveEmpty"], all[2].Findings.Where(finding => finding.Blocks).Select(finding => finding.ErrorId));
    }

    [Fact]
    public void FBK_44_a_volume_that_was_added_to_a_process_server_meets_the_same_criteria()
    {
        FailbackInventory good = Good().WithProcess(server => server with { Volumes = [R] });
        Assert.Equal(FindingStatus.Passed, Assert.Single(good.Evaluate(), finding => finding.RuleId == "FBK-44").Status);
        Finding failed = Assert.Single(Good().WithProcess(server => server with { Volumes = [R with { FileSystem = "FAT32" }] }).Evaluate(), finding => finding.RuleId == "FBK-44");
        Assert.Equal(("RetentionDriveFat", "Process server ps, volume R:", true), (failed.ErrorId, failed.Target, failed.Blocks));
    }

    [Theory]
    [InlineData(14 * 60, "Wait: a new volume may take 15 minutes to appear.")]
    [InlineData(15 * 60, "Wait: a new volume may take 15 minutes to appear.")]
    [InlineData(15 * 60 + 1, "Refresh the configuration server.")]
    public void FBK_45_a_new_volume_is_waited_for_a_quarter_of_an_hour_and_then_the_server_is_refreshed(int secondsAgo, string fix)
    {
        RetentionVolume added = R with { Reported = false, AddedAt = Now.AddSeconds(-secondsAgo) };
        Hidden(added, "FBK-45", "RetentionDrivePending");
        Assert.Equal(fix, Choice(added).Findings[^1].Fix);
        Assert.True(Choice(added with { Reported = true }).Eligible);
    }
}
