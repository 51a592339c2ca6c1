using System.Diagnostics;
using System.Text.Json;
using Replication.Core.Errors;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Tests.Host;

/// <summary>The host as a process among others.</summary>
public sealed class HostTests : IAsyncLifetime
{
    private readonly HostRun _run = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task A_detached_job_outlives_the_command_that_submitted_it()
    {
        byte[] content = CommandRun.Content(8 << 20, 1);
        await _run.Commands.ProtectAsync(content);
        JsonElement submitted = (await _run.Commands.JsonAsync("start", "--detach"))[0];
        Assert.True(submitted.GetProperty("detached").GetBoolean());
        string id = submitted.GetProperty("id").GetString()!;
        JsonElement ended = (await _run.Commands.JsonAsync("jobs", "wait", id))[0];
        Assert.Equal(("Succeeded", 1), (ended.GetProperty("jobState").GetString(), ended.GetProperty("attempts").GetInt32()));
        Assert.True(await _run.HoldsAsync(content));
    }

    [Fact]
    public async Task INV_08_a_plan_of_a_detached_job_submits_nothing_and_starts_nothing()
    {
        await _run.Commands.ProtectAsync(CommandRun.Content(1 << 20, 1));
        Assert.Contains("Nothing was changed.", (await _run.Commands.RunAsync("start", "--detach", "--plan")).Output, StringComparison.Ordinal);
        Assert.Empty((await _run.Commands.JsonAsync("jobs")).EnumerateArray());
        Assert.False(Directory.Exists(_run.Folder.Folder));
    }

    [Fact]
    public async Task A_planned_failover_and_its_reversal_are_one_after_the_other()
    {
        await _run.Commands.ProtectAsync(CommandRun.Content(2 << 20, 2));
        await _run.Commands.JsonAsync("start");
        JsonElement jobs = await _run.Commands.JsonAsync("failover", "web01", "--planned", "--detach");
        Assert.Equal(["PlannedFailover", "Reverse"], jobs.EnumerateArray().Select(job => job.GetProperty("verb").GetString()));
        await _run.Commands.JsonAsync("jobs", "wait", jobs[0].GetProperty("id").GetString()!, jobs[1].GetProperty("id").GetString()!);
        Assert.Equal("Reverse", (await _run.Commands.JsonAsync("vm", "list"))[0].GetProperty("vm").GetProperty("direction").GetString());
    }

    [Fact]
    public async Task A_second_host_says_so_and_ends_with_0_and_the_first_ends_when_it_is_told_to()
    {
        Process first = _run.Start(idle: 60);
        HostStatus status = await _run.AnsweringAsync();
        Assert.Equal(first.Id, status.ProcessId);
        CommandResult second = await _run.Commands.RunAsync("host");
        Assert.Equal(0, second.ExitCode);
        Assert.Contains($"process {first.Id},", second.Output, StringComparison.Ordinal);
        Assert.False(first.HasExited);

        Assert.Equal(first.Id, (await _run.Commands.JsonAsync("host", "status")).GetProperty("processId").GetInt32());
        Assert.True((await _run.Commands.JsonAsync("host", "stop")).GetProperty("stopped").GetBoolean());
        await first.WaitForExitAsync();
        Assert.Equal(0, first.ExitCode);
        Assert.False((await _run.Commands.JsonAsync("host", "status")).GetProperty("running").GetBoolean());
        Assert.False((await _run.Commands.JsonAsync("host", "stop")).GetProperty("stopped").GetBoolean());
    }

    [Fact]
    public async Task A_host_ends_when_there_is_nothing_to_do_and_leaves_no_socket()
    {
        Process host = _run.Start(idle: 0.3);
        await host.WaitForExitAsync();
        Assert.Equal(0, host.ExitCode);
        Assert.False(File.Exists(_run.Folder.Address));
        Assert.False(File.Exists(Path.Combine(_run.Folder.Folder, "socket")));
        Assert.Null(await _run.Host.PingAsync());
        Assert.Contains("Nothing to do any more.", await File.ReadAllTextAsync(_run.Folder.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_ends_when_its_workspace_is_removed()
    {
        Process host = _run.Start(idle: 60);
        await _run.AnsweringAsync();
        Directory.Delete(_run.Folder.Folder, recursive: true);
        await host.WaitForExitAsync();
        Assert.Equal(0, host.ExitCode);
    }

    [Fact]
    public async Task Only_the_user_can_reach_the_socket()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Permission bits are those of POSIX systems.");
        _run.Start(idle: 60);
        await _run.AnsweringAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, HostRun.ModeOf(_run.Folder.Folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, HostRun.ModeOf(await File.ReadAllTextAsync(_run.Folder.Address)));
    }

    [Fact]
    public async Task A_host_started_on_demand_is_in_a_session_of_its_own()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("The session is looked up in /proc.");
        Directory.CreateDirectory(_run.Folder.Workspace);
        int process = (await _run.Host.EnsureRunningAsync()).ProcessId;
        string status = await File.ReadAllTextAsync($"/proc/{process}/stat");
        // proc_pid_stat(5): behind the name in parentheses come state, parent, process group and session.
        string[] fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
        Assert.Equal(($"{process}", $"{process}"), (fields[2], fields[3]));
        foreach (string stream in (string[])["0", "1", "2"])
        {
            string target = File.ResolveLinkTarget($"/proc/{process}/fd/{stream}", returnFinalTarget: false)!.FullName;
            Assert.Equal(stream == "0" ? "/dev/null" : _run.Folder.Output, target);
        }

        // The same one serves whoever needs it next.
        Assert.Equal(process, (await _run.Host.EnsureRunningAsync()).ProcessId);
    }

    [Fact]
    public async Task Two_that_need_a_host_at_once_get_the_same()
    {
        Directory.CreateDirectory(_run.Folder.Workspace);
        HostStatus[] found = await Task.WhenAll(_run.Host.EnsureRunningAsync(), _run.Host.EnsureRunningAsync());
        Assert.Equal(found[0].ProcessId, found[1].ProcessId);
    }

    [Fact]
    public async Task INV_10_a_host_that_does_not_start_is_reported_with_its_last_lines()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The program that fails is a POSIX shell.");
        Directory.CreateDirectory(_run.Folder.Workspace);
        var host = new WorkspaceHost(
            _run.Folder.Workspace,
            new WorkspaceHostOptions { Program = new HostProgram("/bin/sh", ["-c", "echo out of luck >&2; exit 1"]), StartLimit = TimeSpan.FromSeconds(10) });
        ReplicationException error = await Assert.ThrowsAsync<ReplicationException>(() => host.EnsureRunningAsync());
        Assert.Equal("HostDidNotStart", error.ErrorId);
        Assert.Contains("out of luck", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_waits_for_the_command_that_owns_the_workspace_and_takes_over_what_is_queued()
    {
        await _run.Commands.ProtectAsync(CommandRun.Content(CommandRun.LargeDisk, 3));
        await _run.Commands.TrickleAsync();
        using Process command = _run.Commands.Start("start", "--json");
        Task<string> output = command.StandardOutput.ReadToEndAsync();
        await HostRun.UntilAsync(() => Task.FromResult(FolderSize.Of(_run.Store) > CommandRun.SomeOfIt));
        string id = await _run.DetachAsync("verify", "web01");
        await _run.Commands.HurryAsync();
        JsonElement verified = (await _run.Commands.JsonAsync("jobs", "wait", id))[0];
        await command.WaitForExitAsync();
        Assert.True(command.ExitCode == 0, await output);
        Assert.Equal("Succeeded", verified.GetProperty("jobState").GetString());
        Assert.True(verified.GetProperty("startedAt").GetDateTimeOffset() >= JsonDocument.Parse(await output).RootElement[0].GetProperty("endedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_copy_of_a_workspace_has_no_host_and_leaves_the_originals_alone()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("The address is copied by hand, as on Linux.");
        Process original = _run.Start(idle: 60);
        await _run.AnsweringAsync();
        var copy = new HostFolder(_run.Commands.Path1("copy"));
        copy.Create();
        File.Copy(_run.Folder.Address, copy.Address);
        File.WriteAllText(copy.Answering, "");
        var hostOfCopy = new WorkspaceHost(copy.Workspace);
        Assert.Null(await hostOfCopy.PingAsync());
        // A host that has just begun and has not removed the copied address yet.
        using (HostLock.TryAcquire(copy)) Assert.Null(await hostOfCopy.PingAsync());
        Assert.NotEqual(original.Id, (await hostOfCopy.EnsureRunningAsync()).ProcessId);
        Assert.Equal(original.Id, (await _run.Host.PingAsync())!.ProcessId);
        await hostOfCopy.StopAsync();
    }

    [Fact]
    public async Task Options_that_exclude_each_other_are_refused()
    {
        CommandResult result = await _run.Commands.RunAsync("start", "--continuous", "--detach");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("InvalidOptionCombination", result.Errors, StringComparison.Ordinal);
    }
}
