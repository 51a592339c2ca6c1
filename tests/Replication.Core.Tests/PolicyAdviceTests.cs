using Replication.Core.Policies;

namespace Replication.Core.Tests;

public class PolicyAdviceTests
{
    private static readonly ReplicationPolicy Policy = new() { Id = "p", Name = "p" };

    [Fact]
    public void The_default_policy_keeps_what_it_promises() => Assert.Empty(PolicyAdvice.For(Policy));

    [Fact]
    public void HVR_37_hourly_points_of_a_policy_that_replicates_daily_cannot_be_had()
    {
        ReplicationPolicy daily = Policy with { ReplicationFrequency = TimeSpan.FromDays(1), RpoThreshold = TimeSpan.FromDays(2) };
        string advice = Assert.Single(PolicyAdvice.For(daily));
        Assert.StartsWith("RetentionNotFilled:", advice, StringComparison.Ordinal);
        Assert.Contains("24 points 1 hour apart and replicates every 1 day", advice, StringComparison.Ordinal);
        Assert.Empty(PolicyAdvice.For(daily with { RecoveryPointInterval = TimeSpan.Zero }));
        Assert.Empty(PolicyAdvice.For(daily with { RecoveryHistory = 0 }));
    }

    [Fact]
    public void Daily_points_of_a_policy_that_replicates_weekly_have_gaps() => Assert.StartsWith(
        "RetentionNotFilled:",
        Assert.Single(PolicyAdvice.For(Policy with
        {
            ReplicationFrequency = TimeSpan.FromDays(7),
            RpoThreshold = TimeSpan.FromDays(8),
            RecoveryHistory = 0,
            DailyPoints = 30,
        })),
        StringComparison.Ordinal);

    [Fact]
    public void A_threshold_below_the_frequency_is_exceeded_every_time() => Assert.StartsWith(
        "RpoNotReachable:", Assert.Single(PolicyAdvice.For(Policy with { ReplicationFrequency = TimeSpan.FromMinutes(30) })), StringComparison.Ordinal);

    [Fact]
    public void HVR_41_application_consistency_cannot_come_more_often_than_replications() => Assert.Contains(
        PolicyAdvice.For(Policy with
        {
            ReplicationFrequency = TimeSpan.FromHours(4),
            RpoThreshold = TimeSpan.FromHours(5),
            RecoveryPointInterval = TimeSpan.FromHours(4),
            ApplicationConsistencyInterval = TimeSpan.FromHours(1),
        }),
        advice => advice.StartsWith("ApplicationConsistencyNotFilled:", StringComparison.Ordinal));
}
