using System.Diagnostics;
using System.Text.Json;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Tests.Host;

/// <summary>A workspace whose hosts end with the test.</summary>
internal sealed class HostRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _workspace;
    private readonly List<Process> _started = [];

    /// <param name="workspace">Name of its folder, in one of the test's own.</param>
    public HostRun(string workspace = "workspace")
    {
        _workspace = Commands.Path1(workspace);
        Commands.Environment["REPLICATION_HOME"] = _workspace;
    }

    public CommandRun Commands { get; } = new();

    public HostFolder Folder => new(_workspace);

    public WorkspaceHost Host => new(_workspace);

    public string Store => Commands.Path1("dr", ".replica-store");

    /// <summary>A host as an admin starts it by hand.</summary>
    public Process Start(double idle, params string[] options)
    {
        Process process = Commands.Start(["host", "--idle", idle.ToString(System.Globalization.CultureInfo.InvariantCulture), .. options]);
        _started.Add(process);
        return process;
    }

    public async Task<HostStatus> AnsweringAsync()
    {
        HostStatus? status = null;
        await UntilAsync(async () => (status = await Host.PingAsync()) is not null);
        return status!;
    }

    public async Task<JsonElement> JobAsync(string id) =>
        (await Commands.JsonAsync("jobs")).EnumerateArray().Single(job => job.GetProperty("id").GetString() == id);

    public async Task<string> DetachAsync(params string[] verb) => (await Commands.JsonAsync([.. verb, "--detach"]))[0].GetProperty("id").GetString()!;

    /// <summary>Starts a replication in the host and returns when its data has begun to arrive; the rest trickles until it is hurried.</summary>
    public async Task<(string Job, int Process)> MidTransferAsync(byte[] content)
    {
        await Commands.ProtectAsync(content);
        await Commands.TrickleAsync();
        string job = await DetachAsync("start");
        int process = (await AnsweringAsync()).ProcessId;
        await UntilAsync(() => Task.FromResult(FolderSize.Of(Store) > CommandRun.SomeOfIt));
        return (job, process);
    }

    /// <summary>What the newest point holds.</summary>
    public async Task<byte[]> ContentAsync()
    {
        await Commands.JsonAsync("export", "web01", "--to", Commands.Path1("out"));
        return await File.ReadAllBytesAsync(Commands.Path1("out", "web01-disk0.raw"));
    }

    public async Task<bool> HoldsAsync(byte[] content)
    {
        byte[] held = await ContentAsync();
        return held.AsSpan().SequenceEqual(content);
    }

    public static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    public static Task GoneAsync(int process) => UntilAsync(() => Task.FromResult(!IsAlive(process)));

    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan? patience = null)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < (patience ?? Patience), "What was waited for did not come.");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Process process in _started)
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
        }

        await Host.StopAsync();
        Commands.Dispose();
    }

    /// <summary>A process that has ended and that nobody has asked about stays in the table as a zombie.</summary>
    private static bool IsAlive(int process)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{process}/stat");
            return status[(status.LastIndexOf(')') + 2)..][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
