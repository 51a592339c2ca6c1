using System.Diagnostics;
using System.Text.Json;
using Replication.Agent.Tests.Host;
using Replication.Catalog.Tests.Postgres;

namespace Replication.Agent.Tests.Catalog;

/// <summary>A host in a network namespace of its own loses the way to PostgreSQL in the middle of a job, lives on, and comes back.</summary>
public sealed class NetworkCutTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Of the range for benchmarks of networks (RFC 2544), which nobody routes.</summary>
    private const string Near = "198.18.77.1";
    private const string Far = "198.18.77.2";

    /// <summary>The server gives the silent host 25 s; the other then sends everything again, on a machine that may be busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly bool Long = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1";

    private readonly HostRun _run = new();
    private readonly string _namespace = $"repl{Guid.NewGuid():N}"[..12];
    private readonly List<Process> _hosts = [];
    private readonly PostgresServer _server = new() { Listen = Near };

    private string Link => _namespace[^8..] + "a";

    private string Cut => _run.Commands.Path1("workspace-cut");

    public async ValueTask InitializeAsync()
    {
        if (!Long) Assert.Skip("Takes a minute; REPLICATION_LONG_TESTS=1 runs it.");
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("Network namespaces are made by root, on Linux.");
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "ip")))) Assert.Skip("ip is not installed (Debian: iproute2).");
        await IpAsync("netns", "add", _namespace);
        await IpAsync("link", "add", Link, "type", "veth", "peer", "name", "far", "netns", _namespace);
        await IpAsync("addr", "add", $"{Near}/30", "dev", Link);
        await IpAsync("link", "set", Link, "up");
        await IpAsync("-n", _namespace, "addr", "add", $"{Far}/30", "dev", "far");
        await IpAsync("-n", _namespace, "link", "set", "far", "up");
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Process host in _hosts)
        {
            if (!host.HasExited) host.Kill();
            await host.WaitForExitAsync();
            host.Dispose();
        }

        await _server.DisposeAsync();
        if (Long && Environment.IsPrivilegedProcess) using (Process removed = Process.Start("ip", ["netns", "del", _namespace])) await removed.WaitForExitAsync();
        await _run.DisposeAsync();
    }

    [Fact]
    public async Task INV_02_a_host_that_is_cut_off_stops_and_another_finishes_its_job_once()
    {
        byte[] content = CommandRun.Content(96 << 20, 11);
        await _run.Commands.JsonAsync("catalog", "use", _server.ConnectionString);
        await _run.Commands.JsonAsync("catalog", "use", $"Host={Near};Username=replication;Database=postgres", "--workspace", Cut);
        await _run.Commands.ProtectAsync(content);
        // Compressing what cannot be compressed takes seconds, in which there is time to see it begin.
        await _run.Commands.JsonAsync("site", "set", "dr", "--compression", "brotli");
        int cutOff = StartInNamespace("host", "--idle", "300", "--workspace", Cut).Id;
        string job = await SubmitInNamespaceAsync();
        await HostRun.UntilAsync(() => Task.FromResult(FolderSize.Of(_run.Store) > 8 << 20));

        await IpAsync("link", "set", Link, "down");
        long cut = TimeProvider.System.GetTimestamp();
        if ((await _run.JobAsync(job)).GetProperty("jobState").GetString() != "Running") Assert.Skip("The replication ended before the network could be cut.");
        Process other = _run.Start(300);
        await HostRun.UntilAsync(() => IsDoneAsync(job), Patience);
        output.WriteLine($"Finished by the other host {TimeProvider.System.GetElapsedTime(cut).TotalSeconds:F0} s after the cut.");
        int attempts = (await _run.JobAsync(job)).GetProperty("attempts").GetInt32();
        Assert.True(attempts > 1);
        Assert.False(other.HasExited);
        Assert.True(File.Exists($"/proc/{cutOff}/stat"), "The host that was cut off has died.");

        await IpAsync("link", "set", Link, "up");
        // It has met the server again when it takes part in the work.
        await _run.Host.StopAsync();
        string next = await SubmitInNamespaceAsync();
        await HostRun.UntilAsync(async () => (await _run.JobAsync(next)).GetProperty("jobState").GetString() == "Succeeded", Patience);
        Assert.Equal(attempts, (await _run.JobAsync(job)).GetProperty("attempts").GetInt32());
        Assert.Equal(2, (await _run.Commands.JsonAsync("points", "web01")).GetArrayLength());
        Assert.True(await _run.HoldsAsync(content));
        Assert.True((await _run.Commands.JsonAsync("store", "verify", _run.Store)).GetProperty("intact").GetBoolean());
    }

    /// <summary>The host that was cut off has the store of the Local site open for a while yet: the other waits for it, and nobody needs to ask for the job again.</summary>
    private async Task<bool> IsDoneAsync(string id)
    {
        string? state = (await _run.JobAsync(id)).GetProperty("jobState").GetString();
        Assert.NotEqual("Failed", state);
        return state == "Succeeded";
    }

    private static async Task IpAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"ip {string.Join(' ', arguments)}: {error}");
    }

    private Process StartInNamespace(params string[] arguments)
    {
        var start = new ProcessStartInfo("ip", ["netns", "exec", _namespace, Path.Combine(AppContext.BaseDirectory, "replication"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        _hosts.Add(process);
        return process;
    }

    private async Task<string> SubmitInNamespaceAsync()
    {
        Process command = StartInNamespace("start", "--detach", "--workspace", Cut, "--json");
        string text = await command.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await command.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await command.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(command.ExitCode == 0, errors + text);
        return JsonDocument.Parse(text).RootElement[0].GetProperty("id").GetString()!;
    }
}
