using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Replication.Bench.Ours;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Bench.Live;

/// <summary>
/// The VM of a <see cref="Replica"/> while QEMU runs it. What its guest would write is written at the device that the guest has, by the
/// monitor: there is no operating system whose own writes would be counted along.
/// </summary>
internal sealed class RunningVm : IAsyncDisposable
{
    private const string Device = "/machine/peripheral/dev-disk0/virtio-backend";

    private readonly Replica _replica;
    private readonly QmpClient _monitor;

    private RunningVm(Replica replica, QmpClient monitor) => (_replica, _monitor) = (replica, monitor);

    public static async Task<RunningVm> StartAsync(Replica replica, CancellationToken cancellationToken)
    {
        await Cli.RunAsync(replica.Workspace, cancellationToken, "machine", "start", "vm", "--site", "hq");
        string record = Directory.GetFiles(replica.Home, "run.json", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Single();
        string sockets = JsonDocument.Parse(await File.ReadAllTextAsync(record, cancellationToken)).RootElement.GetProperty("sockets").GetString()!;
        return new RunningVm(replica, await QmpClient.ConnectAsync(Path.Combine(sockets, "qmp"), cancellationToken: cancellationToken));
    }

    /// <summary>Returns when the device has taken it.</summary>
    public async Task WriteAsync(long offset, int length, int pattern, CancellationToken cancellationToken)
    {
        JsonElement said = await _monitor.ExecuteAsync(
            "human-monitor-command",
            new JsonObject { ["command-line"] = string.Create(CultureInfo.InvariantCulture, $"qemu-io -d {Device} \"write -q -P {pattern % 255 + 1} {offset} {length}\"") },
            cancellationToken: cancellationToken);
        if (said.GetString() is { Length: > 0 } refusal) throw new BenchException($"QEMU: {refusal.Trim()}");
    }

    /// <summary>Switches the machine off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _monitor.DisposeAsync();
        await Cli.RunAsync(_replica.Workspace, CancellationToken.None, "machine", "stop", "vm", "--site", "hq");
    }
}
