using Replication.Agent.Server.Replicas;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Remote;

namespace Replication.Server.Tests.Replicas;

public class MonitoringTests
{
    private static readonly DateTimeOffset Nine = new(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task HVR_31_what_a_primary_did_is_counted_over_the_monitoring_interval_that_is_set()
    {
        var clock = new Clock { Now = Nine.AddMinutes(10) };
        var traffic = new ReplicaTraffic(clock);
        var settings = new ReplicaServerSettings { MonitoringInterval = TimeSpan.FromHours(2), MonitoringStartTime = TimeSpan.FromHours(9) };
        traffic.Apply(settings);
        PrimaryTraffic primary = traffic.Of(Tenant(), ReplicaAuthentication.Certificate, encrypted: true);
        Assert.True(primary.TryEnter());
        await primary.ReceivedAsync(1000, CancellationToken.None);
        await primary.SendingAsync(10, CancellationToken.None);
        Assert.Equal(new MonitoredActivity(Nine, 1, 1000, 10, clock.Now), Assert.Single(traffic.Activity).Monitored);

        // The next interval begins at nothing; what was before stays in the sums, and that nothing has come since is to be seen.
        DateTimeOffset last = clock.Now;
        clock.Now = Nine.AddHours(2);
        Assert.Equal(new MonitoredActivity(Nine.AddHours(2), 0, 0, 0, last), Assert.Single(traffic.Activity).Monitored);
        Assert.Equal(1000, Assert.Single(traffic.Activity).ReceivedBytes);

        // Changed settings hold at once.
        traffic.Apply(settings with { MonitoringInterval = TimeSpan.FromHours(12) });
        Assert.Equal(Nine, Assert.Single(traffic.Activity).Monitored!.Since);
    }

    private static ReplicaTenant Tenant() => new("hv1.contoso.com", "contoso", "/replicas");

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
