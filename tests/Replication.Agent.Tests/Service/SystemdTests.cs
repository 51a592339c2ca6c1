using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Replication.Agent.Service.Systemd;
using Replication.Agent.Tests.Host;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Tests.Service;

public sealed class SystemdTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-unit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("replication", true)]
    [InlineData("replication", false)]
    [InlineData("of 100 % and $HOME", true)]
    public async Task What_is_installed_is_a_unit_that_systemd_understands(string workspace, bool ofSystem)
    {
        var unit = new SystemdUnit(
            "replication-agent", Path.Combine(_folder, workspace), new HostProgram("/bin/sh", []), ["agent", "run", "--workspace", Path.Combine(_folder, workspace)], ofSystem ? "root" : null);
        Assert.EndsWith("/replication-agent.service", unit.Path, StringComparison.Ordinal);
        string text = unit.ToText();
        Assert.Contains("Type=notify", text, StringComparison.Ordinal);
        Assert.Contains("KillMode=process", text, StringComparison.Ordinal);
        Assert.Contains("NoNewPrivileges=yes", text, StringComparison.Ordinal);
        Assert.Equal(ofSystem, text.Contains("ProtectSystem=full", StringComparison.Ordinal));
        if (!File.Exists("/usr/bin/systemd-analyze")) Assert.Skip("systemd-analyze is not there.");
        string file = Path.Combine(_folder, "replication-agent.service");
        await File.WriteAllTextAsync(file, text);
        Directory.CreateDirectory(unit.Workspace);
        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/systemd-analyze", [ofSystem ? "--system" : "--user", "verify", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        // It also warns of units of the machine at hand; of ours nothing may be said.
        Assert.DoesNotContain("replication-agent", errors + await output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_manager_is_told_when_the_agent_answers_that_it_lives_and_when_it_stops()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("systemd is on Linux.");
        string path = Path.Combine(_folder, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));
        await using var run = new HostRun();
        run.Commands.Environment[NotifySocket.AddressVariable] = path;
        run.Commands.Environment[NotifySocket.WatchdogVariable] = "200000";
        using Process agent = run.Commands.Start("agent", "run");
        Assert.Equal("READY=1", await ReceiveAsync(manager));
        Assert.NotNull(await run.Host.PingAsync());
        Assert.Equal("WATCHDOG=1", await ReceiveAsync(manager));
        Assert.Equal("WATCHDOG=1", await ReceiveAsync(manager));
        await run.Host.StopAsync();
        string last = await ReceiveAsync(manager);
        while (last == "WATCHDOG=1") last = await ReceiveAsync(manager);
        Assert.Equal("STOPPING=1", last);
        await agent.WaitForExitAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative/path")]
    public void Without_a_service_manager_nobody_is_told(string? address) =>
        Assert.Null(NotifySocket.Find(name => name == NotifySocket.AddressVariable ? address : null));

    [Fact]
    public async Task An_installation_can_be_looked_at_beforehand()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("systemd is on Linux.");
        using var commands = new CommandRun();
        string plan = (await commands.JsonAsync("agent", "install", "--plan", "--name", "replication-test", "--jobs", "7")).GetProperty("plan").GetString()!;
        Assert.StartsWith("/etc/systemd/system/replication-test.service:", plan, StringComparison.Ordinal);
        Assert.Contains("\"--jobs\" \"7\"", plan, StringComparison.Ordinal);
        Assert.False(File.Exists("/etc/systemd/system/replication-test.service"));
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        byte[] buffer = new byte[4096];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
    }
}
