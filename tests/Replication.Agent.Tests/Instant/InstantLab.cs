using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Replication.Agent.Tests.Host;
using Replication.Core.Platform;
using Replication.TestGuest;

namespace Replication.Agent.Tests.Instant;

/// <summary>A workspace that protects a machine with the test guest on its disks, and whose replicas QEMU runs.</summary>
internal sealed partial class InstantLab : IAsyncDisposable
{
    /// <summary>An emulated guest boots in seconds, in minutes where the machine is busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public HostRun Run { get; } = new();

    public string Dr => Run.Commands.Path1("dr");

    public static void RequireLong()
    {
        if (Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") != "1") Assert.Skip("It boots a guest; REPLICATION_LONG_TESTS=1 runs it.");
    }

    /// <summary>Machine "guest" at hq, with a Linux that writes records, replicated once to dr.</summary>
    public static Task<InstantLab> CreateAsync()
    {
        _ = GuestParts.Need();
        return CreateAsync(async folder =>
        {
            GuestDisks disks = await GuestDisks.MakeAsync(folder);
            return $$"""{"id":"boot","path":"{{Path.GetFileName(disks.Boot)}}","boot":true},{"id":"data","path":"{{Path.GetFileName(disks.Data)}}"}""";
        });
    }

    /// <summary>Machine "guest" at hq with one disk, "disk0", replicated once to dr.</summary>
    public static Task<InstantLab> CreateAsync(byte[] disk) => CreateAsync(async folder =>
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "disk0.raw"), disk);
        return """{"id":"disk0","path":"disk0.raw","boot":true}""";
    });

    private static async Task<InstantLab> CreateAsync(Func<string, Task<string>> makeDisks)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Machines are run on Linux only.");
        if (ToolPath.Find("qemu-system-x86_64") is null || !QemuTools.AreThere) Assert.Skip("QEMU is not installed.");
        var lab = new InstantLab();
        try
        {
            CommandRun commands = lab.Run.Commands;
            await commands.JsonAsync("site", "add", "hq", "--path", commands.Path1("hq"), "--hypervisor", "none");
            await commands.JsonAsync("site", "add", "dr", "--path", lab.Dr);
            string folder = commands.Path1("hq", "guest");
            string disks = await makeDisks(folder);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "machine.json"), $$"""{"id":"{{Guid.NewGuid()}}","name":"guest","memoryBytes":268435456,"disks":[{{disks}}]}""");
            await commands.JsonAsync("group", "new", "g", "--from", "hq", "--to", "dr", "--interval", "0");
            await commands.JsonAsync("vm", "add", "guest", "--group", "g");
            await commands.JsonAsync("start", "guest");
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>The machine of a failover or test, by its name.</summary>
    public async Task<string> MachineIdAsync(string name) => (await Run.Commands.JsonAsync("machine", "list", "--site", "dr")).EnumerateArray()
        .Single(machine => machine.GetProperty("name").GetString() == name).GetProperty("id").GetString()!;

    /// <summary>Waits until the guest has announced a record with at least this number.</summary>
    /// <returns>The last one that it has announced.</returns>
    public async Task<long> RecordAsync(string machineId, long number)
    {
        long last = 0;
        await UntilAsync(machineId, () => (last = LastRecord(machineId)) >= number);
        return last;
    }

    public Task TextAsync(string machineId, string text) => UntilAsync(machineId, () => ConsoleOf(machineId).Contains(text, StringComparison.Ordinal));

    public long LastRecord(string machineId) =>
        Records().Matches(ConsoleOf(machineId)).LastOrDefault() is { } found ? long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    /// <summary>Kills what serves the mounts, as the machine's owner never would.</summary>
    public async Task KillHostAsync()
    {
        int host = (await Run.Host.PingAsync())!.ProcessId;
        Assert.Equal(0, Signals.Send(host, Signals.Kill));
        await HostRun.GoneAsync(host);
    }

    public async Task KillMachineAsync(string machineId)
    {
        JsonElement record = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Dr, $".run-{machineId}", "run.json"))).RootElement;
        int process = record.GetProperty("process").GetProperty("id").GetInt32();
        Assert.Equal(0, Signals.Send(process, Signals.Kill));
        await HostRun.GoneAsync(process);
    }

    /// <summary>Mounts that are left, and overlays.</summary>
    public async Task AssertNoMountsAsync()
    {
        Assert.Empty((await Run.Commands.JsonAsync("mounts")).EnumerateArray());
        string overlays = Path.Combine(Run.Folder.Workspace, "mounts");
        if (Directory.Exists(overlays)) Assert.Empty(Directory.EnumerateFileSystemEntries(overlays));
    }

    public async ValueTask DisposeAsync()
    {
        // Machines outlive commands and the host; those of a test must not.
        if (Directory.Exists(Dr))
        {
            foreach (string run in Directory.EnumerateDirectories(Dr, ".run-*")) KillProcessOf(run);
        }

        await Run.DisposeAsync();
    }

    private static void KillProcessOf(string run)
    {
        string record = Path.Combine(run, "run.json");
        if (!File.Exists(record)) return;
        JsonElement process = JsonDocument.Parse(File.ReadAllBytes(record)).RootElement.GetProperty("process");
        if (process.ValueKind != JsonValueKind.Object) return;
        try
        {
            using Process qemu = Process.GetProcessById(process.GetProperty("id").GetInt32());
            if (qemu.ProcessName.StartsWith("qemu", StringComparison.Ordinal)) qemu.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
    }

    private string ConsoleOf(string machineId)
    {
        string console = Path.Combine(Dr, $".run-{machineId}", "console.log");
        return File.Exists(console) ? File.ReadAllText(console) : "";
    }

    private async Task UntilAsync(string machineId, Func<bool> happened)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!happened())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"What was waited for did not come. {ConsoleOf(machineId)}");
            await Task.Delay(50);
        }
    }

    [GeneratedRegex(@"guest: record (\d+)\r?\n")]
    private static partial Regex Records();
}
