using Replication.Commands.Drills;

namespace Replication.Module.Tests;

/// <summary>What a drill is written as, without a PowerShell.</summary>
public class DrillFileTests
{
    private static readonly DrillSettings Settings = new("web", [], [], TimeSpan.FromMinutes(15), null, null);

    [Theory]
    [InlineData("web", "web.Drill.Tests.ps1")]
    [InlineData("Köln 1", "Köln-1.Drill.Tests.ps1")]
    [InlineData("../a#>b", "..-a--b.Drill.Tests.ps1")]
    public void The_file_is_named_after_the_group_as_far_as_a_file_and_a_comment_can_hold_it(string group, string name) =>
        Assert.Equal(name, DrillFile.Name(group));

    [Fact]
    public void Every_place_of_the_template_is_filled_once()
    {
        string text = DrillFile.Text(Settings with { RtoThreshold = TimeSpan.FromHours(1), Workspace = "/srv/ws", CheckPaths = ["a.ps1", "../b.ps1"], RecoveryPoints = ["p1"] });
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.Contains("$CheckPath = @('a.ps1', '../b.ps1'),", text, StringComparison.Ordinal);
        Assert.Contains("$RecoveryPoint = @('p1'),", text, StringComparison.Ordinal);
        Assert.Contains("$RpoThreshold = '00:15:00',", text, StringComparison.Ordinal);
        Assert.Contains("$RtoThreshold = '01:00:00',", text, StringComparison.Ordinal);
        Assert.Contains("$Workspace = '/srv/ws'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_threshold_that_is_not_given_judges_nothing() =>
        Assert.Contains("$RtoThreshold = $null,", DrillFile.Text(Settings), StringComparison.Ordinal);

    [Theory]
    [InlineData("it's", "'it''s'")]
    [InlineData("a\u2019b\u2018c", "'a\u2019\u2019b\u2018\u2018c'")]
    [InlineData("{{Stem}} $(1)", "'{{Stem}} $(1)'")]
    public void A_name_stays_a_name(string group, string literal) =>
        Assert.Contains($"$GroupName = {literal},", DrillFile.Text(Settings with { GroupName = group }), StringComparison.Ordinal);
}
