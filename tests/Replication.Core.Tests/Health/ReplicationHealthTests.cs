using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Policies;
using Replication.Core.States;
using static Replication.Core.Tests.PointFactory;

namespace Replication.Core.Tests.Health;

public class ReplicationHealthTests
{
    private static readonly ReplicationPolicy Policy = new() { Id = "p", Name = "p" };

    [Theory]
    [InlineData(ReplicationState.Replicating, 5, HealthState.Normal)]
    [InlineData(ReplicationState.Replicating, 16, HealthState.Warning)]
    [InlineData(ReplicationState.Replicating, 61, HealthState.Critical)]
    [InlineData(ReplicationState.Suspended, 5, HealthState.Warning)]
    [InlineData(ReplicationState.WaitingForStartResynchronize, 5, HealthState.Critical)]
    [InlineData(ReplicationState.RecoveryInProgress, 5, HealthState.Warning)]
    [InlineData(ReplicationState.FailedOver, 500, HealthState.NotApplicable)]
    public void Health_follows_state_and_age(ReplicationState state, int minutes, HealthState expected)
    {
        ReplicationHealth health = HealthRules.Evaluate(new HealthSubject(Vm(state), Policy, [Point(0, 0)]), Noon.AddMinutes(minutes));
        Assert.Equal(expected, health.State);
        Assert.Equal(expected is HealthState.Normal, health.Reasons.Count == 0);
    }

    [Fact]
    public void A_failed_replication_is_a_warning_that_names_the_error()
    {
        ReplicatedVM vm = Vm(ReplicationState.Replicating) with { Statistics = new ReplicationStatistics().WithFailure(Noon, "StorageFull") };
        ReplicationHealth health = HealthRules.Evaluate(new HealthSubject(vm, Policy, [Point(0, 0)]), Noon.AddMinutes(1));
        Assert.Equal(HealthState.Warning, health.State);
        Assert.Contains("StorageFull", Assert.Single(health.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_point_there_is_no_age_and_no_violation()
    {
        ReplicationHealth health = HealthRules.Evaluate(new HealthSubject(Vm(ReplicationState.ReadyForInitialReplication), Policy, []), Noon);
        Assert.Null(health.RpoAge);
        Assert.False(health.RpoViolated);
        Assert.Equal(HealthState.Warning, health.State);
    }

    private static ReplicatedVM Vm(ReplicationState state) => new()
    {
        Id = "vm",
        Name = "vm",
        GroupId = "g",
        ReplicationState = state,
        PrimarySiteId = "a",
        ReplicaSiteId = "b",
        PrimaryMachineId = "m",
    };
}
