using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Replication.Agent.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("site", "add", "hq")]
    [InlineData("group", "new", "web", "--from", "hq")]
    [InlineData("export", "web01", "--to", "x", "--format", "Floppy")]
    public async Task What_is_not_understood_ends_with_2(params string[] arguments)
    {
        CommandResult result = await _run.RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("usage:", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_ends_with_1_and_names_its_id_on_both_channels()
    {
        CommandResult result = await _run.RunAsync("failover", "nobody", "--json");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("VmNotReplicated", result.Json.GetProperty("error").GetProperty("errorId").GetString());
        Assert.Contains("error VmNotReplicated:", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        CommandResult result = await _run.RunAsync("--help");
        Assert.Equal(0, result.ExitCode);
        foreach (string command in (string[])
        [
            "drill", "site", "machine", "group", "vm", "start", "points", "verify", "export", "test-failover", "failover", "recover", "undo", "complete",
            "reverse", "failback", "plan", "check", "jobs", "disk", "store", "serve", "host",
        ])
        {
            Assert.Contains($"  {command}", result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_group_was_told_is_taken_back_by_saying_false()
    {
        await _run.ProtectAsync(CommandRun.Content(1 << 20, 1));
        foreach (bool value in (bool[])[true, false])
        {
            JsonElement group = await _run.JsonAsync("group", "set", "web", "--standby", $"{value}", "--drivers-confirmed", $"{value}", "--method", "HotAdd");
            Assert.Equal(value, group.GetProperty("keepStandby").GetBoolean());
            Assert.Equal(value, group.GetProperty("transfer").GetProperty("driversConfirmed").GetBoolean());
        }
    }

    [Fact]
    public async Task INV_08_a_plan_changes_nothing_and_names_the_steps()
    {
        await _run.ProtectAsync(CommandRun.Content(4 << 20, 1));
        string before = Tree(_run.Path1("dr"));
        CommandResult plan = await _run.RunAsync("start", "--plan");
        Assert.Equal(0, plan.ExitCode);
        Assert.Contains("Send disk disk0 in full", plan.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", plan.Output, StringComparison.Ordinal);
        Assert.Equal(before, Tree(_run.Path1("dr")));
        Assert.Empty((await _run.JsonAsync("jobs")).EnumerateArray());
    }

    [Fact]
    public async Task A_site_is_renamed_and_its_settings_change_in_place()
    {
        await _run.ProtectAsync(CommandRun.Content(1 << 20, 5));
        await _run.JsonAsync("start");
        CommandResult plan = await _run.RunAsync("site", "set", "dr", "--compression", "brotli", "--plan");
        Assert.Contains("compression: none becomes brotli.", plan.Output, StringComparison.Ordinal);
        Assert.Equal("none", Setting(await SiteAsync("dr"), "compression"));
        Directory.Move(_run.Path1("dr"), _run.Path1("moved"));
        await _run.JsonAsync("site", "set", "dr", "--path", _run.Path1("moved"), "--compression", "brotli", "--name", "second");
        Assert.Equal("brotli", Setting(await SiteAsync("second"), "compression"));
        await _run.JsonAsync("start");

        CommandResult refused = await _run.RunAsync("site", "set", "second", "--store", _run.Path1("elsewhere"), "--json");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("SiteIdentityChanged", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_from_protecting_to_coming_home()
    {
        byte[] content = CommandRun.Content(5 << 20, 2);
        await _run.ProtectAsync(content);
        await _run.JsonAsync("start");
        Assert.Single((await _run.JsonAsync("points", "web01")).EnumerateArray());
        Assert.Equal("Succeeded", (await _run.JsonAsync("verify", "web01"))[0].GetProperty("jobState").GetString());

        JsonElement test = await _run.JsonAsync("test-failover", "start", "web01");
        Assert.Equal("web01 - Test", test[0].GetProperty("result").GetProperty("machineName").GetString());
        await _run.JsonAsync("test-failover", "stop", "web01");

        await _run.JsonAsync("failover", "web01", "--planned");
        JsonElement vm = (await _run.JsonAsync("vm", "list"))[0].GetProperty("vm");
        Assert.Equal("Replicating", vm.GetProperty("replicationState").GetString());
        Assert.Equal("Reverse", vm.GetProperty("direction").GetString());
        await _run.JsonAsync("failback", "web01");
        await _run.JsonAsync("complete", "web01");
        Assert.Equal(content, await File.ReadAllBytesAsync(_run.Path1("hq", "web01", "disk0.raw")));

        await _run.JsonAsync("export", "web01", "--to", _run.Path1("out"));
        Assert.Equal(content, await File.ReadAllBytesAsync(_run.Path1("out", "web01-disk0.raw")));
        Assert.True((await _run.JsonAsync("store", "verify", _run.Path1("dr", ".replica-store"))).GetProperty("intact").GetBoolean());
    }

    [Fact]
    public async Task Recovery_needs_nothing_but_the_destinations_store()
    {
        byte[] content = CommandRun.Content(3 << 20, 3);
        await _run.ProtectAsync(content);
        await _run.JsonAsync("start");
        Directory.Delete(_run.Path1("hq"), recursive: true);
        Directory.Delete(_run.Path1("workspace"), recursive: true);
        string store = _run.Path1("dr", ".replica-store");
        Assert.Single((await _run.JsonAsync("recover", "--from", store)).EnumerateArray());
        await _run.JsonAsync("recover", "--from", store, "--vm", "web01", "--to", _run.Path1("saved"), "--no-start");
        Assert.Equal(content, await File.ReadAllBytesAsync(_run.Path1("saved", "web01", "disk0.raw")));
    }

    [Fact]
    public async Task A_stopped_command_stops_cleanly_and_the_same_command_continues()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Signals are sent as on POSIX systems.");
        byte[] content = CommandRun.Content(CommandRun.LargeDisk, 4);
        await _run.ProtectAsync(content);
        await _run.TrickleAsync();
        using (Process process = _run.Start("start", "--json"))
        {
            string pending = _run.Path1("dr", ".replica-store");
            // Stopped once data has begun to arrive; where it has all arrived by then this proves nothing, which is found below.
            while (!process.HasExited && FolderSize.Of(pending) < CommandRun.SomeOfIt) await Task.Delay(5);
            Assert.Equal(0, Signals.Send(process.Id, Signals.Interrupt));
            await process.WaitForExitAsync();
            if (process.ExitCode == 0) Assert.Skip("The replication ended before it could be stopped.");
            Assert.Equal(1, process.ExitCode);
        }

        long afterStop = FolderSize.Of(_run.Path1("dr", ".replica-store"));
        await Task.Delay(200);
        Assert.Equal(afterStop, FolderSize.Of(_run.Path1("dr", ".replica-store")));
        JsonElement job = (await _run.JsonAsync("jobs"))[0];
        Assert.Equal("Interrupted", job.GetProperty("jobState").GetString());

        await _run.HurryAsync();
        JsonElement continued = (await _run.JsonAsync("start"))[0];
        Assert.Equal(job.GetProperty("id").GetString(), continued.GetProperty("id").GetString());
        Assert.InRange(continued.GetProperty("result").GetProperty("machines")[0].GetProperty("bytesSent").GetInt64(), 0, content.Length - 1);
        await _run.JsonAsync("export", "web01", "--to", _run.Path1("out"));
        Assert.Equal(SHA256.HashData(content), SHA256.HashData(await File.ReadAllBytesAsync(_run.Path1("out", "web01-disk0.raw"))));
    }

    [Fact]
    public async Task Two_commands_at_once_take_turns()
    {
        await _run.ProtectAsync(CommandRun.Content(64 << 20, 5));
        CommandResult[] results = await Task.WhenAll(_run.RunAsync("start", "--json"), _run.RunAsync("start", "--json"));
        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.Errors));
        // Submitted at the same moment they are one job that both follow; one after the other they are two.
        int jobs = (await _run.JsonAsync("jobs")).GetArrayLength();
        Assert.InRange(jobs, 1, 2);
        Assert.Equal(jobs, (await _run.JsonAsync("points", "web01")).GetArrayLength());
    }

    private async Task<JsonElement> SiteAsync(string name) =>
        (await _run.JsonAsync("site", "list")).EnumerateArray().Single(site => site.GetProperty("name").GetString() == name);

    private static string? Setting(JsonElement site, string name) => site.GetProperty("settings").GetProperty(name).GetString();

    private static string Tree(string folder) => string.Join(
        '\n', Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
}
