using Microsoft.Extensions.Logging.Abstractions;
using Replication.Agent.Monitoring.Alerts;
using Replication.Core.Alerts;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.States;
using Replication.Runtime;

namespace Replication.Agent.Tests.Monitoring;

public sealed class AlertQueueTests : IAsyncLifetime
{
    private static readonly AlertTiming AtOnce = new() { WorseAfter = TimeSpan.Zero, BetterAfter = TimeSpan.Zero };

    private readonly string _folder = Directory.CreateTempSubdirectory("replication-alerts-").FullName;
    private readonly TestClock _clock = new();
    private readonly List<(string Channel, Alert Alert)> _sent = [];
    private Workspace _workspace = null!;

    public async ValueTask InitializeAsync() => _workspace = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _workspace.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_changed_is_told_once_to_every_channel_that_wants_it()
    {
        await ChannelAsync("all");
        await ChannelAsync("grave", HealthState.Critical);
        await ChannelAsync("off", enabled: false);
        await SeeAsync(HealthState.Warning);
        await SeeAsync(HealthState.Warning);
        await DeliverAsync();
        Assert.Equal([("all", AlertReason.Worse)], Told());
        await SeeAsync(HealthState.Critical);
        await SeeAsync(HealthState.Normal);
        await DeliverAsync();
        Assert.Equal(
            [("all", AlertReason.Worse), ("all", AlertReason.Worse), ("all", AlertReason.Recovered), ("grave", AlertReason.Worse), ("grave", AlertReason.Recovered)],
            Told().Order());
        Alert recovered = _sent.Last(sent => sent.Channel == "grave").Alert;
        Assert.Equal(HealthState.Critical, recovered.Before);
        Assert.Equal("Recovered: web01 (web)", recovered.Subject);
        await DeliverAsync();
        Assert.Equal(5, _sent.Count);
    }

    [Fact]
    public async Task A_channel_that_fails_is_tried_again_at_growing_distances_and_nobody_else_waits_for_it()
    {
        await ChannelAsync("broken");
        await ChannelAsync("well");
        await SeeAsync(HealthState.Warning);
        await SeeAsync(HealthState.Critical);
        await DeliverAsync("broken");
        Assert.Equal([("well", AlertReason.Worse), ("well", AlertReason.Worse)], Told());
        // The first one failed, and the second was not tried after it.
        IReadOnlyList<Alert> waiting = await _workspace.Service.Alerts.WaitingAsync();
        Assert.Equal([1, 0], waiting.Select(alert => alert.Attempts));
        Assert.Equal("broken is broken", waiting[0].LastError);

        int delivered = 0;
        var distances = new List<TimeSpan>();
        DateTimeOffset last = _clock.Now;
        for (int second = 0; second < 7200 && distances.Count < 6; second++)
        {
            _clock.Now += TimeSpan.FromSeconds(1);
            int before = (await _workspace.Service.Alerts.WaitingAsync())[0].Attempts;
            if ((await _workspace.Service.Alerts.WaitingAsync())[0].NotBefore > _clock.Now) continue;
            delivered += await DeliverAsync("broken");
            if ((await _workspace.Service.Alerts.WaitingAsync())[0].Attempts == before) continue;
            distances.Add(_clock.Now - last);
            last = _clock.Now;
        }

        Assert.Equal([15, 30, 60, 120, 240, 480], distances.Select(distance => distance.TotalSeconds));
        Assert.Equal(0, delivered);
    }

    [Fact]
    public async Task What_waits_survives_a_restart_and_is_given_up_when_it_is_no_news_any_more()
    {
        await ChannelAsync("broken");
        await SeeAsync(HealthState.Warning);
        await DeliverAsync("broken");
        await _workspace.DisposeAsync();
        _workspace = await OpenAsync();
        _clock.Now += TimeSpan.FromMinutes(1);
        await DeliverAsync();
        Assert.Equal([("broken", AlertReason.Worse)], Told());

        await SeeAsync(HealthState.Critical);
        _clock.Now += AlertQueue.Lifetime + TimeSpan.FromMinutes(1);
        await DeliverAsync("broken");
        Assert.Empty(await _workspace.Service.Alerts.WaitingAsync());
    }

    [Fact]
    public async Task A_message_that_somebody_else_has_taken_is_not_sent_a_second_time()
    {
        await ChannelAsync("all");
        await SeeAsync(HealthState.Warning);
        Alert alert = Assert.Single(await _workspace.Service.Alerts.WaitingAsync());
        Assert.True(await _workspace.Service.Alerts.Queue.ClaimAsync(alert, CancellationToken.None));
        Assert.False(await _workspace.Service.Alerts.Queue.ClaimAsync(alert, CancellationToken.None));
        Assert.Equal(0, await DeliverAsync());
        // Who had it died.
        _clock.Now += TimeSpan.FromMinutes(3);
        Assert.Equal(1, await DeliverAsync());
    }

    private Task<Workspace> OpenAsync() => Workspace.OpenAsync(new WorkspaceOptions { Folder = _folder, Time = _clock, Catalog = null });

    private IEnumerable<(string, AlertReason)> Told() => _sent.Select(sent => (sent.Channel, sent.Alert.Reason));

    private Task ChannelAsync(string name, HealthState minimum = HealthState.Warning, bool enabled = true) => _workspace.Service.Alerts.SetAsync(
        new AlertChannel { Id = Guid.NewGuid().ToString(), Name = name, ChannelKind = AlertChannelKind.SystemLog, MinimumState = minimum, Enabled = enabled });

    private Task<int> SeeAsync(HealthState state)
    {
        var vm = new ReplicatedVM
        {
            Id = "vm",
            Name = "web01",
            GroupId = "g",
            ReplicationState = ReplicationState.Replicating,
            PrimarySiteId = "a",
            ReplicaSiteId = "b",
            PrimaryMachineId = "m",
        };
        var group = new ReplicationGroup { Id = "g", Name = "web", SourceSiteId = "a", TargetSiteId = "b", PolicyId = "p" };
        var health = new ReplicationHealth { State = state, Findings = [], RpoThreshold = TimeSpan.Zero, MonitoringStartTime = _clock.Now, MonitoringEndTime = _clock.Now };
        return _workspace.Service.Alerts.Queue.SeeAsync([new VMHealth(vm, group, health)], AtOnce, CancellationToken.None);
    }

    private Task<int> DeliverAsync(string? broken = null) => new AlertDelivery(
        _workspace.Service.Alerts.Queue,
        (channel, alert, _) =>
        {
            if (channel.Name == broken) throw new IOException($"{broken} is broken");
            _sent.Add((channel.Name, alert));
            return Task.CompletedTask;
        },
        NullLogger.Instance).RunAsync(CancellationToken.None);
}
