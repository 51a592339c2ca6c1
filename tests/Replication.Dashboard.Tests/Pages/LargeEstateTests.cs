using System.Text.RegularExpressions;
using Replication.Core.Groups;
using Replication.Core.States;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.Pages;

/// <summary>Ten thousand machines: what is shown stays bounded, whatever there is.</summary>
public class LargeEstateTests
{
    private const int Machines = 10_000;
    private const int LongestPage = 150_000;

    [Fact]
    public async Task Ten_thousand_machines_are_paged_and_searched()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(Fill, options => options with { Limits = options.Limits with { Freshness = TimeSpan.FromMinutes(10) } });
        foreach (string address in (string[])["/", "/machines", "/machines?page=200", "/machines?q=vm-0", "/groups", "/groups/group-1", "/groups/group-1?page=7"])
            Assert.InRange((await lab.PageAsync(address)).Length, 1, LongestPage);

        string first = await lab.PageAsync("/machines");
        Assert.Contains("10,000 machines", first, StringComparison.Ordinal);
        Assert.Contains("Page 1 of 200", first, StringComparison.Ordinal);
        // The worst of all is the first of the first page, however late it was added.
        Assert.Equal("vm-07777", Regex.Match(first, "<td data-label=\"Machine\"><div><a[^>]*><bdi>([^<]*)</bdi>").Groups[1].Value);

        string found = await lab.PageAsync("/machines?q=VM-0123");
        Assert.Contains("10 machines of 10000", found, StringComparison.Ordinal);
        Assert.Contains("Page 200 of 200", await lab.PageAsync("/machines?page=9999"), StringComparison.Ordinal);
        Assert.Contains("No machine is like that.", await lab.PageAsync("/machines?q=nothing-like-it"), StringComparison.Ordinal);
        Assert.Contains("1 machine of 10000", await lab.PageAsync("/machines?health=Critical"), StringComparison.Ordinal);
    }

    private static void Fill(Seed seed)
    {
        seed.AddSites();
        ReplicationGroup[] groups = [.. Enumerable.Range(0, 20).Select(at => seed.AddGroup($"group {at:00}"))];
        for (int at = 0; at < Machines; at++)
        {
            TimeSpan age = at == 7777 ? TimeSpan.FromDays(2) : TimeSpan.FromSeconds(30 + at % 200);
            seed.AddVm($"vm-{at:00000}", groups[at % groups.Length], ReplicationState.Replicating, [age]);
        }
    }
}
