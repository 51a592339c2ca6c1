using System.Diagnostics;
using System.Text.Json;
using Replication.Core.Platform;
using Replication.Hypervisors.Qemu.Monitor;
using Replication.Live.Tests.Support;
using Replication.TestGuest;

namespace Replication.Live.Tests;

/// <summary>A command that is killed while it holds guests: they go on by themselves, and where its watch is gone as well with the next command.</summary>
public sealed class KilledHoldTests : IAsyncDisposable
{
    private const int Limit = 120_000;

    private static readonly string[] Names = ["a", "b"];

    private readonly GuestFolder _folder = new();
    private readonly List<RunningGuest> _guests = [];
    private Process? _command;

    public async ValueTask DisposeAsync()
    {
        foreach (RunningGuest guest in _guests) await guest.DisposeAsync();
        _command?.Dispose();
        _folder.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task Machines_that_stood_still_for_a_common_instant_go_on_by_themselves()
    {
        await ProtectAsync("a.proxy");
        await using var proxy = new LineProxy(_folder.File("a.proxy"), _folder.File("a.qmp"), "\"cont\"", Kill);

        await RunKilledAsync("start", "a", "b");

        await WaitUntilGoneAsync("Paused");
        foreach (string name in Names) Assert.Equal("running", await StatusAsync(name));
        await RunAsync("start", "a", "b");
    }

    [Fact(Timeout = Limit)]
    public async Task HVR_40_A_guest_that_was_frozen_is_thawed_without_another_command()
    {
        await ProtectAsync("a.qmp");
        await using var agent = new ScriptedAgent(_folder.File("a.agent"), Kill);

        await RunKilledAsync("start", "a", "--application-consistent");

        Assert.True(agent.WasFrozen);
        await WaitUntilGoneAsync("Frozen");
        Assert.False(agent.IsFrozen);
    }

    [Fact]
    public async Task Machines_that_nobody_watches_go_on_with_the_next_command()
    {
        await ProtectAsync("a.qmp");
        await RunAsync("start", "a", "b");
        string[] folders = Directory.GetDirectories(_folder.File("hq"), ".live-*", Everywhere);
        Assert.Equal(Names.Length, folders.Length);
        foreach (string name in Names) await StopAsync(name);
        foreach (string folder in folders) await File.WriteAllBytesAsync(Path.Combine(folder, "Paused"), []);

        await RunAsync("jobs");

        foreach (string name in Names) Assert.Equal("running", await StatusAsync(name));
        Assert.Empty(Directory.EnumerateFiles(_folder.File("hq"), "Paused", Everywhere));
    }

    private static EnumerationOptions Everywhere => new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    /// <summary>Two machines that a QEMU of the test runs, with nothing on their disks, in a group.</summary>
    /// <param name="monitor">Where machine.json of the first says that its monitor is.</param>
    private async Task ProtectAsync(string monitor)
    {
        if (ToolPath.Find("qemu-system-x86_64") is null) Assert.Skip("QEMU is not installed.");
        foreach (string name in Names)
        {
            string machine = Directory.CreateDirectory(Path.Combine(_folder.File("hq"), name)).FullName;
            var disks = new GuestDisks(Path.Combine(machine, "boot.raw"), Path.Combine(machine, "data.raw"));
            foreach (string disk in (string[])[disks.Boot, disks.Data]) await File.WriteAllBytesAsync(disk, new byte[1 << 20]);
            await File.WriteAllTextAsync(Path.Combine(machine, "machine.json"), JsonSerializer.Serialize(new
            {
                id = Guid.NewGuid(),
                name,
                disks = new object[] { new { id = "boot", path = "boot.raw", boot = true }, new { id = "data", path = "data.raw" } },
                qmp = _folder.File(name == "a" ? monitor : name + ".qmp"),
                guestAgent = _folder.File(name + ".agent"),
            }));
            _guests.Add(RunningGuest.Start(_folder, RunningGuest.PlainDisks(disks), name));
        }

        await RunAsync("site", "add", "hq", "--path", _folder.File("hq"), "--hypervisor", "none");
        await RunAsync("site", "add", "dr", "--path", _folder.File("dr"), "--hypervisor", "none");
        await RunAsync("group", "new", "g", "--from", "hq", "--to", "dr", "--interval", "0");
        foreach (string name in Names) await RunAsync("vm", "add", name, "--group", "g");
    }

    private async Task WaitUntilGoneAsync(string note)
    {
        while (Directory.EnumerateFiles(_folder.File("hq"), note, Everywhere).Any()) await Task.Delay(100, TestContext.Current.CancellationToken);
    }

    private async Task StopAsync(string name)
    {
        await using QmpClient monitor = await QmpClient.ConnectAsync(_folder.File(name + ".qmp"));
        await monitor.ExecuteAsync("stop");
    }

    private void Kill() => _command!.Kill();

    private async Task RunKilledAsync(params string[] arguments)
    {
        const int killed = 137; // 128 + SIGKILL
        _command = Start(arguments);
        await _command.WaitForExitAsync();
        Assert.True(_command.ExitCode == killed, $"It ended with {_command.ExitCode}: {await _command.StandardOutput.ReadToEndAsync()}");
    }

    private async Task RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }

    private Process Start(string[] arguments) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "replication"), [.. arguments, "--workspace", _folder.File("workspace"), "--json"])
        {
            RedirectStandardOutput = true,
        })!;

    private async Task<string?> StatusAsync(string name)
    {
        await using QmpClient monitor = await QmpClient.ConnectAsync(_folder.File(name + ".qmp"));
        return (await monitor.ExecuteAsync("query-status")).GetProperty("status").GetString();
    }
}
