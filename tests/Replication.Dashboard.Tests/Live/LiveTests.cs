using System.Net;
using Replication.Agent.Dashboard.Hosting;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.States;
using Replication.Core.Transfer;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.Live;

public class LiveTests
{
    [Fact]
    public async Task A_page_that_comes_back_hears_of_a_change_only_when_there_was_one()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(Fill, Quick);
        string seen;
        await using (EventStream first = await EventStream.OpenAsync(lab, "/events"))
        {
            seen = (await first.NextAsync("changed")).Id!;
        }

        await using (EventStream again = await EventStream.OpenAsync(lab, "/events", seen))
        {
            // Heartbeats come, and a change does not.
            Assert.Equal("comment", (await again.NextAsync()).Kind);
            await lab.Service.Groups.NewAsync("another", await lab.Service.Sites.GetAsync("hq"), await lab.Service.Sites.GetAsync("dr"));
            Assert.NotEqual(seen, (await again.NextAsync("changed")).Id);
        }

        await using EventStream late = await EventStream.OpenAsync(lab, "/events", seen);
        Assert.Equal("changed", (await late.NextAsync()).Kind);
    }

    [Fact]
    public async Task What_was_rendered_before_a_change_hears_of_it()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(Fill, Quick);
        string page = await lab.PageAsync("/groups");
        string version = page.Split("data-live=\"")[1].Split('"')[0];
        await using EventStream events = await EventStream.OpenAsync(lab, $"/events?since={version}");
        Assert.NotEqual(version, (await events.NextAsync("changed")).Id);
    }

    [Fact]
    public async Task Progress_of_running_jobs_comes_as_it_is_written_down()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(
            seed => seed.AddJob("Replicate", Fill(seed, "web01"), JobState.Running, TimeSpan.FromSeconds(5), null, job => job with { Progress = new TransferProgress("disk0: sending", 1L << 30, 4L << 30, 1L << 30, 1L << 20) }),
            Quick);
        await using EventStream events = await EventStream.OpenAsync(lab, "/events");
        string data = (await events.NextAsync("progress")).Data;
        Assert.Contains("\"percent\":25", data, StringComparison.Ordinal);
        Assert.Contains("1.0 GiB of 4.0 GiB", data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_are_bounded_and_their_places_are_given_back()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(Fill, options => Quick(options) with { Limits = Quick(options).Limits with { MaxStreams = 2 } });
        EventStream one = await EventStream.OpenAsync(lab, "/events");
        await using EventStream two = await EventStream.OpenAsync(lab, "/events");
        using (HttpResponseMessage refused = await lab.GetAsync("/events"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        // Others are still served.
        await lab.PageAsync("/");
        await one.DisposeAsync();
        for (int tries = 0; ; tries++)
        {
            using HttpResponseMessage answer = await lab.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/events"), HttpCompletionOption.ResponseHeadersRead);
            if (answer.StatusCode == HttpStatusCode.OK) break;
            Assert.True(tries < 600, "The place of a stream whose reader left was not given back.");
            await Task.Delay(100);
        }
    }

    private static DashboardOptions Quick(DashboardOptions options) => options with { Limits = options.Limits with { Heartbeat = TimeSpan.FromMilliseconds(300) } };

    private static void Fill(Seed seed) => Fill(seed, "web01");

    private static ReplicatedVM Fill(Seed seed, string name)
    {
        seed.AddSites();
        return seed.AddVm(name, seed.AddGroup("web"), ReplicationState.Replicating, [TimeSpan.FromMinutes(1)]);
    }
}
