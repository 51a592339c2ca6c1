using System.Net;
using System.Text.Json;
using Replication.Agent.Dashboard.SignIn;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Sites;
using Replication.Core.States;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.Actions;

/// <summary>Actions with a machine that is really replicated, by the jobs that every front end submits.</summary>
public class ActionTests
{
    [Fact]
    public async Task An_operator_replicates_tests_and_ends_the_test_and_the_trail_has_the_name()
    {
        await using DashboardLab lab = await ProtectedAsync();
        lab.AddUser("anna");
        string cookie = await lab.SignInAsync("anna");
        ReplicatedVM vm = await lab.Service.Groups.GetVmAsync("web01");

        await ActAsync(lab, vm, "replicate", cookie, "Hold the 1 disk(s) of web01 at site hq");
        vm = await lab.Service.Groups.GetVmAsync("web01");
        Assert.Equal(ReplicationState.Replicating, vm.ReplicationState);

        string evidence = await lab.PageAsync($"/machines/{vm.Id}/evidence");
        Assert.Contains("Intact", evidence, StringComparison.Ordinal);
        Assert.Contains($"<code>{vm.LatestPointId}</code>", evidence, StringComparison.Ordinal);

        await ActAsync(lab, vm, "test-failover", cookie, "Make &#39;web01 - Test&#39; at site dr", new("point", vm.LatestPointId!), new("no-start", "on"));
        vm = await lab.Service.Groups.GetVmAsync("web01");
        Assert.NotNull(vm.TestMachineId);
        Assert.Contains("Test started", await lab.PageAsync($"/machines/{vm.Id}/evidence"), StringComparison.Ordinal);
        Assert.Contains("Root hashes of its disks", await lab.PageAsync("/drills"), StringComparison.Ordinal);
        Assert.Contains("Test runs", await lab.PageAsync("/machines"), StringComparison.Ordinal);

        await ActAsync(lab, vm, "stop-test", cookie, "The test machine and its disks are deleted");
        Assert.Null((await lab.Service.Groups.GetVmAsync("web01")).TestMachineId);
        Assert.Equal(
            ["StopTestFailover", "StartTestFailover", "Replicate", "DashboardSignIn"],
            (await lab.Service.Jobs.AuditAsync()).Where(entry => entry.Actor == "anna@dashboard").Select(entry => entry.Verb));
        Assert.Contains("anna@dashboard", await lab.PageAsync("/audit?q=Replicate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_done_without_a_sign_in_a_right_and_the_token_of_the_session()
    {
        await using DashboardLab lab = await ProtectedAsync();
        lab.AddUser("anna");
        lab.AddUser("ben", DashboardRole.Viewer);
        string anna = await lab.SignInAsync("anna");
        string ben = await lab.SignInAsync("ben");
        ReplicatedVM vm = await lab.Service.Groups.GetVmAsync("web01");
        string path = $"/machines/{vm.Id}/replicate";
        string token = DashboardLab.TokenOf(await lab.PageAsync(path, anna));

        foreach ((string? cookie, string sent, string origin, HttpStatusCode expected) in ((string?, string, string, HttpStatusCode)[])
        [
            (null, token, "same", HttpStatusCode.SeeOther),
            ("replication=stolen", token, "same", HttpStatusCode.SeeOther),
            (ben, DashboardLab.TokenOf(await lab.PageAsync("/", ben)), "same", HttpStatusCode.Forbidden),
            (anna, "", "same", HttpStatusCode.Forbidden),
            (anna, DashboardLab.TokenOf(await lab.PageAsync("/", ben)), "same", HttpStatusCode.Forbidden),
            (anna, token, "https://evil.example", HttpStatusCode.Forbidden),
        ])
        {
            using HttpResponseMessage answer = await lab.PostAsync(path, [new("token", sent)], cookie, origin);
            Assert.Equal(expected, answer.StatusCode);
        }

        Assert.Empty(await lab.Service.Jobs.ListAsync());
        // Looking at a plan is no action: reading changes nothing, whoever makes a browser do it.
        await lab.PageAsync(path, anna);
        Assert.Empty(await lab.Service.Jobs.ListAsync());
        using (HttpResponseMessage plan = await lab.GetAsync(path, ben)) Assert.Equal(HttpStatusCode.Forbidden, plan.StatusCode);
        Assert.DoesNotContain("Replicate now", await lab.PageAsync($"/machines/{vm.Id}", ben), StringComparison.Ordinal);
        Assert.Contains("Replicate now", await lab.PageAsync($"/machines/{vm.Id}", anna), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_the_engine_is_shown_with_its_id()
    {
        await using DashboardLab lab = await ProtectedAsync();
        lab.AddUser("anna");
        string cookie = await lab.SignInAsync("anna");
        ReplicatedVM vm = await lab.Service.Groups.GetVmAsync("web01");
        using HttpResponseMessage refused = await lab.GetAsync($"/machines/{vm.Id}/test-failover", cookie);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("<code>InvalidState</code>", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task ActAsync(DashboardLab lab, ReplicatedVM vm, string action, string cookie, string planned, params KeyValuePair<string, string>[] choices)
    {
        string path = $"/machines/{vm.Id}/{action}";
        string page = await lab.PageAsync($"{path}?{string.Join('&', choices.Select(choice => $"{choice.Key}={choice.Value}"))}", cookie);
        Assert.Contains(planned, page, StringComparison.Ordinal);
        using HttpResponseMessage answer = await lab.PostAsync(path, [new("token", DashboardLab.TokenOf(page)), .. choices], cookie);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        string job = answer.Headers.Location!.OriginalString;
        Assert.Contains("Queued", await lab.PageAsync(job), StringComparison.Ordinal);
        await lab.Workspace.Detached.TryRunDueAsync(_ => { }, CancellationToken.None);
        ReplicationJob ended = await lab.Service.Jobs.GetAsync(job.Split('/')[^1]);
        Assert.True(ended.JobState == JobState.Succeeded, ended.Error?.Message);
        Assert.Equal("anna@dashboard", ended.SubmittedBy);
        Assert.Contains("Succeeded", await lab.PageAsync(job), StringComparison.Ordinal);
    }

    private static async Task<DashboardLab> ProtectedAsync()
    {
        var lab = new DashboardLab();
        await lab.OpenAsync();
        string hq = Path.Combine(lab.Root, "hq");
        string machine = Directory.CreateDirectory(Path.Combine(hq, "web01")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(machine, "disk0.raw"), new byte[2 << 20]);
        var document = new { format = 1, id = Guid.NewGuid().ToString(), name = "web01", disks = new[] { new { id = "disk0", path = "disk0.raw", format = "raw", boot = true } } };
        await File.WriteAllTextAsync(Path.Combine(machine, "machine.json"), JsonSerializer.Serialize(document));
        SiteDefinition source = await lab.Service.Sites.AddAsync("hq", SiteKind.Local, new Dictionary<string, string> { ["path"] = hq, ["hypervisor"] = "none" });
        string dr = Directory.CreateDirectory(Path.Combine(lab.Root, "dr")).FullName;
        SiteDefinition target = await lab.Service.Sites.AddAsync("dr", SiteKind.Local, new Dictionary<string, string> { ["path"] = dr, ["hypervisor"] = "none" });
        await lab.Service.Groups.AddVmAsync(await lab.Service.Groups.NewAsync("web", source, target), "web01");
        return lab;
    }
}
