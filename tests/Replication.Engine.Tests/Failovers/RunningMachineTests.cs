using System.Text.Json;
using System.Text.Json.Nodes;
using Replication.Core.Boot;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Platform;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Engine.Tests.Support;
using Replication.TestGuest;

namespace Replication.Engine.Tests.Failovers;

/// <summary>The verbs at Local sites that run their machines: a machine of 1 MiB really boots.</summary>
public class RunningMachineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HVR_50_a_test_machine_runs_isolated_and_is_gone_with_the_test()
    {
        await using var lab = new Lab();
        ReplicatedVM vm = await ProtectAsync(lab);
        try
        {
            await RunAsync(lab, lab.Service.Verbs.StartTestFailover(vm, null, noStart: false));
            Machine test = await MachineAsync(lab, "dr", "web - Test");
            Assert.Equal(PowerState.Running, test.PowerState);
            ProcessIdentity process = ProcessOf(lab.Dr, test.Id);
            string arguments = await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline", Token);
            Assert.Contains("user,id=net0,restrict=on", arguments, StringComparison.Ordinal);
            await RunAsync(lab, lab.Service.Verbs.StopTestFailover(vm));
            Assert.False(process.IsRunning);
            Assert.Empty(Directory.EnumerateDirectories(lab.Dr, ".run-*"));
        }
        finally
        {
            await EndAsync(lab);
        }
    }

    [Fact]
    public async Task A_replica_runs_after_a_failover_and_its_primary_must_stay_off_until_that_is_undone()
    {
        await using var lab = new Lab();
        ReplicatedVM vm = await ProtectAsync(lab);
        try
        {
            ReplicationJob job = await RunAsync(lab, lab.Service.Verbs.Failover(vm, null, noStart: false));
            Assert.True(JsonDocument.Parse(job.Result!).RootElement.GetProperty("started").GetBoolean());
            Machine replica = await MachineAsync(lab, "dr", "web");
            ProcessIdentity process = ProcessOf(lab.Dr, replica.Id);
            Assert.Contains("user,id=net0,restrict=off", await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline", Token), StringComparison.Ordinal);
            ISite hq = await lab.Service.Sites.OpenAsync("hq", Token);
            Machine primary = await MachineAsync(lab, "hq", "web");
            var refused = await Assert.ThrowsAsync<ReplicationException>(() => lab.Service.Machines.StartAsync(hq, primary, Token));
            Assert.Equal("PrimaryMustStayOff", refused.ErrorId);
            await RunAsync(lab, lab.Service.Verbs.Undo(await lab.VmAsync()));
            Assert.False(process.IsRunning);
            await lab.Service.Machines.StartAsync(hq, primary, Token);
            Assert.Equal(PowerState.Running, (await MachineAsync(lab, "hq", "web")).PowerState);
        }
        finally
        {
            await EndAsync(lab);
        }
    }

    [Fact]
    public async Task HVR_43_a_planned_failover_shuts_the_machine_down_when_asked_and_refuses_one_that_runs_when_not()
    {
        await using var lab = new Lab();
        ReplicatedVM vm = await ProtectAsync(lab);
        try
        {
            ISite hq = await lab.Service.Sites.OpenAsync("hq", Token);
            await hq.StartMachineAsync(vm.PrimaryMachineId, Token);
            string console = ((IMachinePower)hq).ConsoleOf(vm.PrimaryMachineId)!;
            await WaitAsync(async () => (await File.ReadAllTextAsync(console, Token)).Contains("WEB IS UP", StringComparison.Ordinal));
            ReplicationJob refused = await lab.Service.RunAsync(lab.Service.Verbs.PlannedFailover(vm, noStart: false), cancellationToken: Token);
            Assert.Equal("VmRunning", refused.Error?.ErrorId);
            JobPlan plan = await lab.Service.PlanAsync(lab.Service.Verbs.PlannedFailover(vm, noStart: false, shutDownPrimary: true), Token);
            Assert.Equal("ShutDownPrimary", plan.Steps[0].Name);
            await RunAsync(lab, lab.Service.Verbs.PlannedFailover(vm, noStart: false, shutDownPrimary: true));
            Assert.Equal(PowerState.Off, (await MachineAsync(lab, "hq", "web")).PowerState);
            Assert.Equal(PowerState.Running, (await MachineAsync(lab, "dr", "web")).PowerState);
            // What the guest wrote last is in the replica.
            byte[] replica = await File.ReadAllBytesAsync(Lab.MachineAt(lab.Dr, "web").Disk(0), Token);
            Assert.Equal(replica[..512], replica[TinyGuest.CopyOffset..(TinyGuest.CopyOffset + 512)]);
        }
        finally
        {
            await EndAsync(lab);
        }
    }

    [Fact]
    public async Task A_point_is_booted_and_keeps_what_was_seen()
    {
        await using var lab = new Lab();
        ReplicatedVM vm = await ProtectAsync(lab);
        try
        {
            var probe = new BootProbe { ConsolePattern = "WEB IS UP", Limit = TimeSpan.FromMinutes(1) };
            await RunAsync(lab, lab.Service.Verbs.CheckBoot(vm, null, probe));
            RecoveryPoint point = Assert.Single(await lab.PointsAsync());
            BootCheck check = point.BootCheck!;
            Assert.True(check.Observation.Passed);
            Assert.Contains("WEB IS UP", check.Observation.ConsoleTail, StringComparison.Ordinal);
            Assert.InRange(check.RecoveryTime, check.Observation.BootTime, TimeSpan.FromMinutes(2));
            Assert.True(File.Exists(check.Observation.Screenshot));
            Assert.Throws<InvalidOperationException>(() => Lab.MachineAt(lab.Dr, "web - Boot check"));
            Assert.Empty(Directory.EnumerateDirectories(lab.Dr, ".run-*"));

            ReplicationJob failed = await lab.Service.RunAsync(
                lab.Service.Verbs.CheckBoot(vm, point.Id, probe with { ConsolePattern = "login:", Limit = TimeSpan.FromSeconds(2) }), cancellationToken: Token);
            Assert.Equal("BootCheckFailed", failed.Error?.ErrorId);
            Assert.False(Assert.Single(await lab.PointsAsync()).BootCheck!.Observation.Passed);
            Assert.Throws<InvalidOperationException>(() => Lab.MachineAt(lab.Dr, "web - Boot check"));
            ReplicationJob invalid = await lab.Service.RunAsync(
                lab.Service.Verbs.CheckBoot(vm, point.Id, probe with { ConsolePattern = "(" }), cancellationToken: Token);
            Assert.Equal("BootProbeInvalid", invalid.Error?.ErrorId);
        }
        finally
        {
            await EndAsync(lab);
        }
    }

    /// <summary>Sites that run machines, and one machine that has been replicated once.</summary>
    private static async Task<ReplicatedVM> ProtectAsync(Lab lab)
    {
        if (ToolPath.Find("qemu-system-x86_64") is null || ToolPath.Find("qemu-img") is null) Assert.Skip("QEMU is not installed.");
        await lab.OpenAsync();
        SiteDefinition hq = await lab.Service.Sites.AddAsync("hq", SiteKind.Local, new Dictionary<string, string> { ["path"] = lab.Hq }, Token);
        SiteDefinition dr = await lab.Service.Sites.AddAsync("dr", SiteKind.Local, new Dictionary<string, string> { ["path"] = lab.Dr, ["networks"] = "lan=user" }, Token);
        TestMachine web = lab.AddMachine("web", 1 << 20);
        web.Write(0, 0, TinyGuest.Disk("WEB IS UP"));
        string file = Path.Combine(web.Folder, "machine.json");
        JsonObject description = JsonNode.Parse(await File.ReadAllTextAsync(file, Token))!.AsObject();
        description["memoryBytes"] = 64 << 20;
        description["nics"] = JsonNode.Parse("""[{"id":"nic0","macAddress":"52:54:00:00:00:02","network":"lan"}]""");
        await File.WriteAllTextAsync(file, description.ToJsonString(), Token);
        await lab.Service.Groups.AddVmAsync(await lab.Service.Groups.NewAsync("g", hq, dr), "web");
        await lab.RunAsync("replicate");
        return await lab.VmAsync();
    }

    private static async Task<ReplicationJob> RunAsync(Lab lab, JobRequest request)
    {
        ReplicationJob job = await lab.Service.RunAsync(request, cancellationToken: Token);
        Assert.True(job.JobState == JobState.Succeeded, $"{request.Verb}: {job.Error?.ErrorId} {job.Error?.Message}");
        return job;
    }

    private static async Task<Machine> MachineAsync(Lab lab, string site, string name) =>
        await MachineLookup.FindAsync(await lab.Service.Sites.OpenAsync(site, Token), name, Token);

    private static ProcessIdentity ProcessOf(string site, string machineId)
    {
        JsonElement process = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(site, $".run-{machineId}", "run.json"))).RootElement.GetProperty("process");
        return ProcessIdentity.Find(process.GetProperty("id").GetInt32())!;
    }

    private static async Task WaitAsync(Func<Task<bool>> happened)
    {
        for (int tries = 0; !await happened(); tries++)
        {
            Assert.True(tries < 1200, "It did not happen within a minute.");
            await Task.Delay(50, Token);
        }
    }

    /// <summary>Machines outlive the process that started them; those of a test must not.</summary>
    private static async Task EndAsync(Lab lab)
    {
        foreach (string name in (string[])["hq", "dr"])
        {
            ISite site = await lab.Service.Sites.OpenAsync(name);
            var machines = new List<Machine>();
            await foreach (Machine machine in site.ListMachinesAsync()) machines.Add(machine);
            foreach (Machine machine in machines) await site.DeleteMachineAsync(machine.Id);
        }
    }
}
