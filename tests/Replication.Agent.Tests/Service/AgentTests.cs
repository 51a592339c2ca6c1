using System.Diagnostics;
using System.Text.Json;
using Replication.Agent.Tests.Host;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Tests.Service;

/// <summary>The agent as its admin has it: a process that keeps a workspace replicated.</summary>
public sealed class AgentTests : IAsyncLifetime
{
    private readonly HostRun _run = new();
    private readonly byte[] _content = CommandRun.Content(1 << 20, 1);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task HVR_28_groups_are_replicated_by_themselves_and_go_on_after_the_agent_was_killed()
    {
        await ReplicatedAsync();
        HostStatus agent = await StartAsync();
        await MoreThanAsync(2);
        if (OperatingSystem.IsLinux())
        {
            Signals.Send(agent.ProcessId, Signals.Kill);
            await HostRun.GoneAsync(agent.ProcessId);
            await StartAsync();
            await MoreThanAsync(await SucceededAsync() + 1);
        }

        JsonElement schedule = (await _run.Commands.JsonAsync("agent", "schedule"))[0];
        Assert.Equal("web", schedule.GetProperty("group").GetString());

        // What is written meanwhile is in the next point without anybody's asking.
        byte[] written = CommandRun.Content(1 << 20, 2);
        await File.WriteAllBytesAsync(await DiskAsync(), written);
        await MoreThanAsync(await SucceededAsync() + 1);
        await _run.Commands.JsonAsync("agent", "stop");
        Assert.True(await _run.HoldsAsync(written));
    }

    [Fact]
    public async Task A_pause_begins_nothing_and_a_resume_goes_on()
    {
        await ReplicatedAsync();
        await StartAsync();
        await MoreThanAsync(1);
        Assert.True((await _run.Commands.JsonAsync("agent", "pause")).GetProperty("paused").GetBoolean());
        Assert.Equal("Paused", (await _run.Commands.JsonAsync("agent", "schedule"))[0].GetProperty("state").GetString());
        // What was submitted before the pause comes to its end; from then on nothing is added.
        await HostRun.UntilAsync(async () => (await _run.Commands.JsonAsync("jobs")).EnumerateArray().All(job => job.GetProperty("jobState").GetString() == "Succeeded"));
        int paused = await SucceededAsync();
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        Assert.Equal(paused, await SucceededAsync());
        await _run.Commands.JsonAsync("agent", "resume");
        await MoreThanAsync(paused);
    }

    [Fact]
    public async Task INV_02_an_agent_takes_the_place_of_a_host_and_goes_on_with_its_job()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Processes are looked up as on Linux.");
        byte[] large = CommandRun.Content(CommandRun.LargeDisk, 4);
        (string job, int host) = await _run.MidTransferAsync(large);
        HostStatus agent = await StartAsync();
        await HostRun.GoneAsync(host);
        await _run.Commands.HurryAsync();
        Assert.NotEqual(host, agent.ProcessId);
        await HostRun.UntilAsync(async () => (await _run.JobAsync(job)).GetProperty("jobState").GetString() == "Succeeded");
        Assert.True(await _run.HoldsAsync(large));
    }

    [Fact]
    public async Task A_second_agent_says_that_there_is_one()
    {
        HostStatus agent = await StartAsync();
        JsonElement second = await _run.Commands.JsonAsync("agent", "run");
        Assert.Equal((agent.ProcessId, true), (second.GetProperty("processId").GetInt32(), second.GetProperty("agent").GetBoolean()));
        Assert.Equal(agent.ProcessId, (await _run.Commands.JsonAsync("agent", "start")).GetProperty("processId").GetInt32());
    }

    [Fact]
    public async Task What_it_is_told_is_checked()
    {
        CommandResult refused = await _run.Commands.RunAsync("agent", "run", "--jobs", "0");
        Assert.Contains("OptionInvalid", refused.Errors, StringComparison.Ordinal);
        refused = await _run.Commands.RunAsync("policy", "new", "odd", "--limit", "fast");
        Assert.Contains("BandwidthLimitInvalid", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_is_made_shown_and_changed()
    {
        JsonElement made = await _run.Commands.JsonAsync(
            "policy", "new", "wan", "--limit", "08:00-18:00 Mon-Fri 20Mbit/s", "1GiB/s", "--auto-resync", "window", "--resync-hours", "22:00-04:00", "--time-zone", "UTC");
        Assert.Equal(("Window", "UTC", 2), (made.GetProperty("autoResynchronize").GetString(), made.GetProperty("timeZone").GetString(), made.GetProperty("bandwidthLimits").GetArrayLength()));
        JsonElement changed = await _run.Commands.JsonAsync("policy", "set", "wan", "--limit", "none", "--time-zone", "local", "--frequency", "30");
        Assert.Equal((0, "00:00:30"), (changed.GetProperty("bandwidthLimits").GetArrayLength(), changed.GetProperty("replicationFrequency").GetString()));
        Assert.False(changed.TryGetProperty("timeZone", out _));
        Assert.Equal("Window", (await _run.Commands.JsonAsync("policy", "list"))[0].GetProperty("autoResynchronize").GetString());
    }

    private async Task ReplicatedAsync()
    {
        await _run.Commands.ProtectAsync(_content);
        await _run.Commands.JsonAsync("policy", "set", "web", "--frequency", "1");
        await _run.Commands.JsonAsync("start");
    }

    private async Task<HostStatus> StartAsync()
    {
        JsonElement started = await _run.Commands.JsonAsync("agent", "start");
        Assert.True(started.GetProperty("agent").GetBoolean());
        return (await _run.Host.PingAsync())!;
    }

    private async Task<int> SucceededAsync() => (await _run.Commands.JsonAsync("jobs")).EnumerateArray().Count(job => job.GetProperty("jobState").GetString() == "Succeeded");

    private Task MoreThanAsync(int succeeded) => HostRun.UntilAsync(async () => await SucceededAsync() > succeeded);

    private async Task<string> DiskAsync() =>
        (await _run.Commands.JsonAsync("machine", "list", "--site", "hq"))[0].GetProperty("disks")[0].GetProperty("path").GetString()!;
}
