using Replication.Core.Errors;
using Replication.Core.Policies;

namespace Replication.Core.Tests;

public class ReplicationPolicyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    public void HVR_40_application_consistent_points_are_made_never_or_every_1_to_12_hours(double hours) => Policy(hours, history: 1).Validate();

    [Theory]
    [InlineData(13, 1, "PolicyInvalid")]
    [InlineData(0.5, 1, "PolicyInvalid")]
    [InlineData(-1, 1, "PolicyInvalid")]
    [InlineData(1, 0, "AppConsistentNeedsHistory")]
    public void HVR_40_other_intervals_and_a_policy_without_history_are_refused(double hours, int history, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<ReplicationException>(Policy(hours, history).Validate).ErrorId);

    private static ReplicationPolicy Policy(double hours, int history) =>
        new() { Id = "p", Name = "p", RecoveryHistory = history, ApplicationConsistencyInterval = TimeSpan.FromHours(hours) };
}
