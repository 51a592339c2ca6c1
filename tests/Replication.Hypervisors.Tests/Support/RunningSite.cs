using System.Diagnostics;
using System.Text.Json;
using Replication.Core.Platform;
using Replication.Hypervisors.Qemu.Monitor;
using Replication.Hypervisors.Qemu.Running;
using Replication.TestGuest;

namespace Replication.Hypervisors.Tests.Support;

/// <summary>A Local site whose machines are run by the QEMU that is installed; what still runs at the end is ended.</summary>
public sealed class RunningSite : IAsyncDisposable
{
    private const string Plain =
        """{"id":"m1","name":"tiny","memoryBytes":67108864,"disks":[{"id":"disk0","path":"disk0.raw","boot":true}],"nics":[{"id":"nic0","macAddress":"52:54:00:00:00:01"}]}""";

    /// <summary>Emulated, on a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private RunningSite(SiteFolder site) => Site = site;

    public SiteFolder Site { get; }

    public string RunFolder => Path.Combine(Site.Folder, ".run-m1");

    public string Console => Path.Combine(RunFolder, "console.log");

    public RunRecord Record => new QemuHypervisor(Site.Folder, TimeProvider.System).FindRunning("m1") ?? throw new InvalidOperationException("It does not run.");

    public string Disk => Path.Combine(Site.Folder, "tiny", "disk0.raw");

    /// <summary>With one machine, or skips the test.</summary>
    public static RunningSite Create(string? machine = null, int diskLength = 1 << 20, string? networks = null)
    {
        if (ToolPath.Find("qemu-system-x86_64") is null) Assert.Skip("qemu-system-x86_64 is not installed.");
        if (ToolPath.Find("qemu-img") is null) Assert.Skip("qemu-img is not installed.");
        var site = new SiteFolder(networks);
        site.Write("tiny", machine ?? Plain, ("disk0.raw", TinyGuest.Disk("TINY IS UP", diskLength)));
        return new RunningSite(site);
    }

    public Task StartAsync() => Site.Site.StartMachineAsync("m1", TestContext.Current.CancellationToken);

    public async Task WaitForConsoleAsync(string text)
    {
        long began = Stopwatch.GetTimestamp();
        while (!File.Exists(Console) || !(await File.ReadAllTextAsync(Console)).Contains(text, StringComparison.Ordinal))
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Limit, $"The console does not say {text}.");
            await Task.Delay(20);
        }
    }

    public async Task<JsonElement> AskAsync(string command)
    {
        await using QmpClient monitor = await QmpClient.ConnectAsync(Record.Socket(RunSockets.Capture));
        return await monitor.ExecuteAsync(command);
    }

    /// <summary>As by a crash of the host's software: nothing is written any more.</summary>
    public async Task KillAsync()
    {
        ProcessIdentity process = Record.Process!;
        process.Kill();
        Assert.True(await process.WaitForEndAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Site.Site.DeleteMachineAsync("m1");
        await Site.DisposeAsync();
    }
}
