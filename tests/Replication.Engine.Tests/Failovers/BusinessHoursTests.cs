using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Failovers;

public sealed class BusinessHoursTests
{
    [Theory]
    // The clock begins on a Tuesday at midnight UTC, which is one o'clock in Berlin.
    [InlineData(7.5, true)]
    [InlineData(16.9, true)]
    [InlineData(6.9, false)]
    [InlineData(17.1, false)]
    [InlineData(4 * 24 + 10, false)]
    public async Task HVR_47_the_plan_of_a_planned_failover_in_business_hours_says_so(double hours, bool hint)
    {
        var clock = new Clock();
        await using var lab = new Lab { Time = clock };
        var group = await lab.SetUpAsync(new ReplicationPolicy { Id = "p", Name = "p", TimeZone = "Europe/Berlin" });
        lab.AddMachine("web", 1 << 20);
        await lab.Service.Groups.AddVmAsync(group, "web");
        await lab.RunAsync("replicate");
        clock.Advance(TimeSpan.FromHours(hours));
        JobPlan planned = await lab.Service.PlanAsync(lab.Service.Verbs.PlannedFailover(await lab.VmAsync(), noStart: true));
        Assert.Equal(hint, planned.Warnings.Any(warning => warning.Contains("outside business hours", StringComparison.Ordinal)));
        JobPlan unplanned = await lab.Service.PlanAsync(lab.Service.Verbs.Failover(await lab.VmAsync(), pointId: null, noStart: true));
        Assert.DoesNotContain(unplanned.Warnings, warning => warning.Contains("business hours", StringComparison.Ordinal));
    }
}
