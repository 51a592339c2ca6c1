using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Replicating;

public class HealthTests
{
    [Fact]
    public async Task INV_09_a_violation_is_remembered_when_its_points_are_gone_and_a_reset_forgets_counts()
    {
        var clock = new Clock();
        await using var lab = new Lab { Time = clock };
        await ProtectAsync(lab);
        await lab.Service.Health.SetMonitoringAsync(present => present with { Interval = TimeSpan.FromDays(1), StartTime = TimeSpan.Zero });
        await lab.RunAsync("replicate");
        for (int i = 0; i < 4; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(i == 1 ? 45 : 5));
            await lab.RunAsync("replicate");
        }

        Assert.Single(await lab.PointsAsync());
        ReplicationHealth health = await lab.Service.Health.OfAsync(await lab.VmAsync());
        RpoViolation window = Assert.Single(health.Violations);
        Assert.Equal(new RpoViolation(Clock.Start.AddMinutes(20), Clock.Start.AddMinutes(50), TimeSpan.FromMinutes(45)), window);
        Assert.Equal(new CycleCount(5, 8), health.Cycles);
        Assert.Equal(HealthState.Warning, health.State);
        Assert.Equal(HealthIds.CyclesMissed, Assert.Single(health.Findings).Id);
        // What agents see, from the catalog alone, is the same.
        ReplicationHealth known = Assert.Single(await lab.Service.Health.ListKnownAsync()).Health;
        Assert.Equal(health.Violations, known.Violations);
        Assert.Equal(health.Cycles, known.Cycles);
        await lab.Service.Groups.ResetStatisticsAsync(await lab.VmAsync());
        Assert.Equal(HealthState.Normal, (await lab.Service.Health.OfAsync(await lab.VmAsync())).State);
    }

    [Fact]
    public async Task A_pause_misses_nothing_and_what_is_proven_is_known_until_its_point_goes()
    {
        var clock = new Clock();
        await using var lab = new Lab { Time = clock };
        await ProtectAsync(lab);
        await lab.RunAsync("replicate");
        await lab.RunAsync("verify");
        clock.Advance(TimeSpan.FromMinutes(1));
        await lab.RunAsync("suspend");
        clock.Advance(TimeSpan.FromHours(2));
        await lab.RunAsync("resume");
        ReplicationHealth before = Assert.Single(await lab.Service.Health.ListKnownAsync()).Health;
        Assert.True(before.LastVerified!.ReadBack);
        await lab.RunAsync("replicate");
        ReplicationHealth health = Assert.Single(await lab.Service.Health.ListKnownAsync()).Health;
        Assert.Equal(new CycleCount(2, 0), health.Cycles);
        // The point that was read back was given up.
        Assert.Null(health.LastVerified);
        Assert.Equal(HealthState.Normal, health.State);
    }

    [Fact]
    public async Task A_failover_ends_what_was_violated_and_removing_the_vm_forgets_it()
    {
        var clock = new Clock();
        await using var lab = new Lab { Time = clock };
        await ProtectAsync(lab);
        await lab.RunAsync("replicate");
        clock.Advance(TimeSpan.FromHours(1));
        await lab.RunAsync("failover");
        clock.Advance(TimeSpan.FromHours(1));
        ReplicationHealth health = await lab.Service.Health.OfAsync(await lab.VmAsync());
        Assert.Equal(HealthState.NotApplicable, health.State);
        Assert.Equal(new RpoViolation(Clock.Start.AddMinutes(15), Clock.Start.AddHours(1), TimeSpan.FromHours(1)), Assert.Single(health.Violations));
        await lab.RunAsync("complete");
        await lab.RunAsync("remove");
        Assert.Empty(await lab.Service.Health.ListKnownAsync());
    }

    private static async Task ProtectAsync(Lab lab)
    {
        lab.AddMachine("web", 1 << 20).Fill(0, 1);
        ReplicationGroup group = await lab.SetUpAsync(new() { Id = "p", Name = "p", RecoveryHistory = 0 });
        await lab.Service.Groups.AddVmAsync(group, "web");
    }
}
