using System.Net;
using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.Policies;
using Replication.Core.States;
using Replication.Core.Transfer;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.Pages;

/// <summary>Whoever names a machine, a group or a site must not write pages that others see.</summary>
public class InjectionTests
{
    private const string Hostile = "</title><script>alert(\"x\")</script>'\" onmouseover='alert(1)' \u202E<img src=x onerror=alert(2)>";

    [Fact]
    public async Task No_name_becomes_markup_on_any_page()
    {
        await using var lab = new DashboardLab();
        ReplicatedVM vm = null!;
        ReplicationJob failed = null!;
        await lab.OpenAsync(seed => (vm, failed) = Fill(seed));
        lab.AddUser("anna");
        string cookie = await lab.SignInAsync("anna");
        string search = Uri.EscapeDataString(Hostile[..60]);
        foreach (string address in (string[])
        [
            "/", "/machines", $"/machines?q={search}", $"/machines/{vm.Id}", $"/machines/{vm.Id}/evidence", "/groups", $"/groups/{vm.GroupId}", "/jobs", $"/jobs/{failed.Id}", "/drills",
            "/audit", $"/audit?q={search}", "/agents", $"/sign-in?return={Uri.EscapeDataString("/" + Hostile)}", $"/machines/{Uri.EscapeDataString(Hostile)}", "/<script>alert(1)</script>",
            $"/machines/{vm.Id}/replicate", $"/machines/{vm.Id}/test-failover?point={search}",
        ])
        {
            using HttpResponseMessage answer = await lab.GetAsync(address, cookie);
            string page = await answer.Content.ReadAsStringAsync();
            Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
            Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
            // Between a tag's name and its end there is nothing that a name brought along.
            Assert.DoesNotMatch(@"<[a-z]+(\s+[a-z-]+(=""[^""]*"")?)*\s+on[a-z]+=", page);
            Assert.DoesNotContain("</title><script", page, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task What_the_live_feed_says_cannot_end_an_event()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed =>
        {
            (ReplicatedVM vm, _) = Fill(seed);
            seed.AddJob("Replicate", vm, JobState.Running, TimeSpan.FromSeconds(5), null, job => job with
            {
                Progress = new TransferProgress("disk\n\nevent: changed\ndata: x\n\n<b>", 1, 2, 1, 1),
            });
        });
        await using EventStream events = await EventStream.OpenAsync(lab, "/events");
        string data = (await events.NextAsync("progress")).Data;
        Assert.DoesNotContain("<b>", data, StringComparison.Ordinal);
        Assert.Contains("\\n\\nevent: changed", data, StringComparison.Ordinal);
    }

    private static (ReplicatedVM Vm, ReplicationJob Failed) Fill(Seed seed)
    {
        seed.AddSites(Hostile, $"dr {Hostile}");
        ReplicationGroup group = seed.AddGroup(Hostile, new ReplicationPolicy { Id = "p", Name = Hostile });
        ReplicatedVM vm = seed.AddVm(Hostile, group, ReplicationState.Replicating, [TimeSpan.FromHours(3)],
            made => made with { TestMachineId = Hostile, TestPointId = Hostile, Statistics = made.Statistics with { LastError = Hostile } });
        ReplicationJob failed = seed.AddJob("StartTestFailover", vm, JobState.Failed, TimeSpan.FromHours(1), TimeSpan.FromSeconds(1), job => job with
        {
            SubmittedBy = Hostile,
            Owner = Hostile,
            Error = new JobError(Hostile, Hostile, Hostile, false),
            Plan = new JobPlan(Hostile, [new JobPlanStep(Hostile, Hostile)], [Hostile]),
            Result = $$"""{"pointId":{{System.Text.Json.JsonSerializer.Serialize(Hostile)}},"disks":{} }""",
        });
        seed.Add(new JobStep { Id = "s", JobId = failed.Id, Name = Hostile, StepState = StepState.Done, At = seed.Now });
        seed.Add(new PointMount
        {
            Id = "m",
            VmId = vm.Id,
            VmName = Hostile,
            PointId = "p",
            SourceTime = seed.Now,
            SiteId = Hostile,
            MountState = MountState.Mounted,
            UsedBy = Hostile,
            CreatedAt = seed.Now,
            Disks = [],
        });
        seed.Audit(new AuditEntry(seed.Now, Hostile, Hostile, Hostile, Hostile, Hostile));
        return (vm, failed);
    }
}
