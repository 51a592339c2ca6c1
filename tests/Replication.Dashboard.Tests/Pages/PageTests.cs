using System.Text.RegularExpressions;
using Replication.Agent.Dashboard.Pages;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Policies;
using Replication.Core.States;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.Pages;

/// <summary>Every page, as a client without a browser sees it.</summary>
public partial class PageTests
{
    public static TheoryData<string> Addresses =>
    [
        "/", "/machines", $"/machines/{DemoEstate.WebId}", $"/machines/{DemoEstate.WebId}/evidence", "/machines?health=Critical&q=db", "/groups", $"/groups/{DemoEstate.DatabaseGroupId}", "/jobs", "/jobs?state=Failed", "/drills",
        "/audit", "/agents", "/sign-in",
    ];

    [Fact]
    public async Task Every_page_is_whole_and_keeps_to_its_own_policy()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => DemoEstate.Fill(seed, lab.Root));
        foreach (string address in Addresses.Select(row => row.Data))
        {
            string page = await lab.PageAsync(address);
            Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
            Assert.Single(Heading().Matches(page));
            Assert.EndsWith("</html>", page, StringComparison.Ordinal);
            // The content security policy would refuse all of these, and the page would be less than it was meant to be.
            Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=|javascript:|<style", page);
            Assert.DoesNotMatch("(src|href|action)=\"(https?:)?//", page);
            Assert.Empty(UnknownReferences(page));
        }
    }

    [Fact]
    public async Task The_overview_shows_the_worst_first()
    {
        await using var lab = new DashboardLab { Time = new ManualTime() };
        await lab.OpenAsync(seed => DemoEstate.Fill(seed, lab.Root));
        string page = await lab.PageAsync("/");
        int[] places = [.. ((string[])["db01", "mail", "files"]).Select(name => page.IndexOf($"<bdi>{name}</bdi>", StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Contains("The newest point is 3 h 10 min old; 5 min is allowed.", page, StringComparison.Ordinal);
        Assert.Contains("EndpointUnreachable", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_shows_violations_that_its_points_no_longer_tell_of()
    {
        await using var lab = new DashboardLab { Time = new ManualTime() };
        await lab.OpenAsync(seed => DemoEstate.Fill(seed, lab.Root));
        string page = await lab.PageAsync($"/machines/{DemoEstate.WebId}");
        // The gap of 45 minutes between arrivals is in the history alone: hourly points would show gaps of an hour everywhere.
        Assert.Matches("threshold 15 min, kept for 9[0-9.]+ % of the time; exceeded [12] time", page);
        Assert.Contains("class=\"violation\"", page, StringComparison.Ordinal);
        Assert.Contains("booted in 31 s", page, StringComparison.Ordinal);
        Assert.Contains("TCP port 443 did not accept a connection", page, StringComparison.Ordinal);
        Assert.Contains("class=\"tick app\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missed_cycles_are_in_the_lists_although_the_newest_point_is_fresh()
    {
        await using var lab = new DashboardLab { Time = new ManualTime() };
        await lab.OpenAsync(seed =>
        {
            seed.AddSites();
            var policy = new ReplicationPolicy { Id = "policy", Name = "Every 5 minutes" };
            ReplicatedVM vm = seed.AddVm("web01", seed.AddGroup("web", policy), ReplicationState.Replicating, [TimeSpan.FromMinutes(4)]);
            seed.AddHistory(vm, policy, Enumerable.Range(0, 9).Reverse().Select(at => new PointArrival(seed.Now.AddMinutes(-4 - 20 * at), seed.Now.AddMinutes(-3 - 20 * at), 1)));
        });
        string page = await lab.PageAsync("/machines?health=Warning");
        Assert.Matches("[0-9]+ of 3[0-9] cycles of the monitoring interval were missed", page);
    }

    [Fact]
    public async Task Points_of_a_site_that_is_away_are_those_that_the_catalog_knows()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => DemoEstate.Fill(seed, lab.Root));
        Directory.Delete(Path.Combine(lab.Root, "dr"), recursive: true);
        File.WriteAllText(Path.Combine(lab.Root, "dr"), "no folder any more");
        string page = await lab.PageAsync($"/machines/{DemoEstate.WebId}");
        Assert.Contains("The replica site cannot be read", page, StringComparison.Ordinal);
        Assert.Contains("Last 24 hours: 24 recovery points", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_workspace_says_what_to_do()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync();
        Assert.Contains("replication group new", await lab.PageAsync("/"), StringComparison.Ordinal);
        Assert.Contains("replication vm add", await lab.PageAsync("/machines"), StringComparison.Ordinal);
        Assert.Contains("replication start", await lab.PageAsync("/jobs"), StringComparison.Ordinal);
        Assert.Contains("replication verify NAME --boot", await lab.PageAsync("/drills"), StringComparison.Ordinal);
        Assert.Contains("replication agent run", await lab.PageAsync("/agents"), StringComparison.Ordinal);
        Assert.Contains("Nothing was done yet.", await lab.PageAsync("/audit"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "not known")]
    [InlineData(0L, null, "nothing")]
    [InlineData(3L << 30, null, "3.0 GiB")]
    [InlineData(3L << 30, 10d * (1 << 20), "3.0 GiB, 5 min 07 s to catch up")]
    public void What_waits_is_said_with_the_time_that_it_takes(long? pending, double? rate, string expected)
    {
        ReplicationHealth health = new()
        {
            State = HealthState.Normal,
            Findings = [],
            RpoThreshold = TimeSpan.FromMinutes(15),
            MonitoringStartTime = default,
            MonitoringEndTime = default,
            PendingReplicationSize = pending,
            Throughput = rate,
        };
        Assert.Equal(expected, BacklogWords.Of(health));
    }

    [Fact]
    public async Task The_page_of_a_machine_says_what_waits_and_that_it_is_not_known_where_the_source_does_not_tell()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => DemoEstate.Fill(seed, lab.Root));
        Assert.Matches("Waits to be replicated</dt>\\s*<dd>not known", await lab.PageAsync($"/machines/{DemoEstate.WebId}"));
    }

    [Fact]
    public async Task Agents_of_other_workspaces_on_the_same_catalog_are_listed_with_what_they_run()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => DemoEstate.Fill(seed, lab.Root), options => options with { FindAgents = DemoEstate.Agents });
        // Long names may break anywhere.
        string page = (await lab.PageAsync("/agents")).Replace("<wbr>", "", StringComparison.Ordinal);
        Assert.Contains("Agents of this catalog: 2", page, StringComparison.Ordinal);
        Assert.Matches("agent-2(?s:.*)no job", page);
        Assert.Matches("agent-1(?s:.*)Resynchronize db02(?s:.*)agent-2", page);
        await using var alone = new DashboardLab();
        await alone.OpenAsync();
        Assert.DoesNotContain("Agents of this catalog", await alone.PageAsync("/agents"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_catalog_that_cannot_list_its_agents_does_not_hide_the_page()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(change: options => options with { FindAgents = _ => throw new CatalogException("CatalogUnreachable", "The database", "It does not answer.") });
        string page = await lab.PageAsync("/agents");
        Assert.Contains("It does not answer.", page, StringComparison.Ordinal);
        Assert.Contains("Mounted points", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drills_have_their_evidence()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => DemoEstate.Fill(seed, lab.Root));
        string page = await lab.PageAsync("/drills");
        Assert.Contains("booted in 31 s", page, StringComparison.Ordinal);
        Assert.Contains("web01 login:", page, StringComparison.Ordinal);
        Assert.Contains("Root hashes of its disks", page, StringComparison.Ordinal);
        string picture = Picture().Match(page).Groups[1].Value;
        using HttpResponseMessage answer = await lab.GetAsync(picture);
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(DemoEstate.Png, await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Labels and descriptions that point to nothing are worse than none.</summary>
    private static IEnumerable<string> UnknownReferences(string page) =>
        Reference().Matches(page).Select(match => match.Groups[1].Value).Where(id => !page.Contains($"id=\"{id}\"", StringComparison.Ordinal));

    [GeneratedRegex("<h1[ >]")]
    private static partial Regex Heading();

    [GeneratedRegex("aria-labelledby=\"([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("<img src=\"([^\"]+)\"")]
    private static partial Regex Picture();
}
