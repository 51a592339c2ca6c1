using Replication.Core.Errors;
using Replication.Core.Rules;

namespace Replication.Core.Tests.Rules;

public class FindingRefusalTests
{
    private static Finding Of(string errorId, FindingStatus status, FindingSeverity severity) => new("AWS-10", errorId, status, severity, "VM web01", "found.", "needed.", "Fix it.");

    [Fact]
    public void INV_10_a_refusal_has_the_facts_of_the_first_finding_that_blocks_and_names_the_others()
    {
        Finding[] findings =
        [
            Of("Passes", FindingStatus.Passed, FindingSeverity.Error), Of("Warns", FindingStatus.Failed, FindingSeverity.Warning), Of("Unknown", FindingStatus.Unknown, FindingSeverity.Error),
            Of("First", FindingStatus.Failed, FindingSeverity.Error), Of("Second", FindingStatus.Failed, FindingSeverity.Error),
        ];
        var error = Assert.Throws<ReplicationException>(findings.ThrowIfBlocked);
        Assert.Equal(("First", "VM web01", "found.", "needed.", "Fix it. Also failed: Second."), (error.ErrorId, error.Target, error.Found, error.Needed, error.NextStep));
        findings[..3].ThrowIfBlocked();
        Assert.Equal("Fix it.", Assert.Throws<ReplicationException>(findings[..4].ThrowIfBlocked).NextStep);
    }

    [Theory]
    [InlineData(FindingStatus.Failed, FindingSeverity.Error, true, true)]
    [InlineData(FindingStatus.Unknown, FindingSeverity.Error, false, true)]
    [InlineData(FindingStatus.Unknown, FindingSeverity.Warning, false, false)]
    [InlineData(FindingStatus.Failed, FindingSeverity.Warning, false, false)]
    [InlineData(FindingStatus.NotApplicable, FindingSeverity.Error, false, false)]
    public void What_is_not_known_blocks_only_those_who_are_strict(FindingStatus status, FindingSeverity severity, bool blocked, bool strictly)
    {
        var report = new PrerequisiteReport("web01", null, [Of("Some", status, severity)]);
        Assert.Equal((blocked, strictly), (report.Blocked, report.BlockedStrictly));
    }
}
