using System.Text.Json.Nodes;
using Replication.Core.Errors;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Live;

/// <summary>
/// Serves the snapshots of a running QEMU on its NBD server, read only. A QEMU has one such server; one that serves something else already is left alone.
/// </summary>
/// <param name="qmp">The QEMU.</param>
/// <param name="socket">Unix socket that it is to listen on.</param>
internal sealed class SnapshotExports(QmpClient qmp, string socket)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Exports end when their last request does.</summary>
    private const int MaximumGlances = 500;

    /// <param name="disks">Their snapshots are served.</param>
    /// <param name="bitmaps">By disk, the bitmaps of its root that are served with it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task StartAsync(IReadOnlyList<LiveDisk> disks, ILookup<LiveDisk, string> bitmaps, CancellationToken cancellationToken)
    {
        await StartServerAsync(cancellationToken);
        foreach (LiveDisk disk in disks)
        {
            string node = disk.Node.Name;
            await qmp.AddNodeAsync(
                new JsonObject { ["driver"] = "snapshot-access", ["node-name"] = LiveNames.Access(node), ["file"] = LiveNames.Filter(node) },
                cancellationToken);
            await qmp.ExecuteAsync(
                "block-export-add",
                new JsonObject
                {
                    ["type"] = "nbd",
                    ["id"] = LiveNames.Access(node),
                    ["node-name"] = LiveNames.Access(node),
                    ["name"] = disk.DiskId,
                    ["writable"] = false,
                    ["bitmaps"] = new JsonArray([.. bitmaps[disk].Select(bitmap => new JsonObject { ["node"] = node, ["name"] = bitmap })]),
                },
                cancellationToken: cancellationToken);
        }
    }

    /// <summary>URI of a disk's snapshot.</summary>
    public string UriOf(LiveDisk disk) => $"nbd+unix:///{Uri.EscapeDataString(disk.DiskId)}?socket={Uri.EscapeDataString(socket)}";

    /// <summary>Ends what this or a killed capture serves.</summary>
    public static async Task StopAsync(QmpClient qmp, CancellationToken cancellationToken)
    {
        bool served = false;
        foreach (string id in await ExportsAsync(qmp, cancellationToken))
        {
            if (!LiveNames.IsOurs(id)) continue;
            served = true;
            await qmp.ExecuteAsync("block-export-del", new JsonObject { ["id"] = id, ["mode"] = "hard" }, cancellationToken: cancellationToken);
        }

        if (!served) return;
        for (int glance = 0; (await ExportsAsync(qmp, cancellationToken)).Any(LiveNames.IsOurs) && glance < MaximumGlances; glance++)
            await Task.Delay(Glance, cancellationToken);
        await qmp.ExecuteAsync("nbd-server-stop", cancellationToken: cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> ExportsAsync(QmpClient qmp, CancellationToken cancellationToken) =>
        [.. (await qmp.ExecuteAsync("query-block-exports", cancellationToken: cancellationToken)).EnumerateArray()
            .Select(export => export.GetProperty("id").GetString()!)];

    private async Task StartServerAsync(CancellationToken cancellationToken)
    {
        if ((await ExportsAsync(qmp, cancellationToken)).Count > 0)
        {
            throw new ReplicationException(
                "LiveServerInUse", qmp.Target, "Its NBD server serves something else.", "a QEMU whose NBD server is free.",
                "Wait for the backup or migration that uses it.");
        }

        // Nothing is served, so a server that runs is what a killed capture left, or of no use to anybody.
        try
        {
            await qmp.ExecuteAsync("nbd-server-stop", cancellationToken: cancellationToken);
        }
        catch (QmpException)
        {
            // None runs.
        }

        File.Delete(socket);
        var address = new JsonObject { ["type"] = "unix", ["data"] = new JsonObject { ["path"] = socket } };
        await qmp.ExecuteAsync("nbd-server-start", new JsonObject { ["addr"] = address }, cancellationToken: cancellationToken);
    }
}
