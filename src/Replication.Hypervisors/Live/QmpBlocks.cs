using System.Text.Json.Nodes;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Live;

/// <summary>The commands of QEMU's block layer that a capture gives.</summary>
internal static class QmpBlocks
{
    public static Task AddNodeAsync(this QmpClient qmp, JsonObject options, CancellationToken cancellationToken) =>
        qmp.ExecuteAsync("blockdev-add", options, cancellationToken: cancellationToken);

    public static Task DeleteNodeAsync(this QmpClient qmp, string node, CancellationToken cancellationToken) =>
        qmp.ExecuteAsync("blockdev-del", new JsonObject { ["node-name"] = node }, cancellationToken: cancellationToken);

    /// <summary>Gives a running guest's device another root, between two requests.</summary>
    public static Task SetRootAsync(this QmpClient qmp, string devicePath, string node, CancellationToken cancellationToken) =>
        qmp.ExecuteAsync("qom-set", new JsonObject { ["path"] = devicePath, ["property"] = "drive", ["value"] = node }, cancellationToken: cancellationToken);

    /// <summary>Leads nodes that pass everything on to other nodes, all at one instant.</summary>
    public static Task LeadAsync(this QmpClient qmp, IEnumerable<(string Top, string To)> changes, CancellationToken cancellationToken)
    {
        var options = new JsonArray([.. changes.Select(change => new JsonObject { ["driver"] = "raw", ["node-name"] = change.Top, ["file"] = change.To })]);
        return qmp.ExecuteAsync("blockdev-reopen", new JsonObject { ["options"] = options }, cancellationToken: cancellationToken);
    }

    public static (string, JsonObject) AddBitmap(string node, string name, bool persistent, bool recording) => (
        "block-dirty-bitmap-add",
        new JsonObject { ["node"] = node, ["name"] = name, ["granularity"] = Granularity, ["persistent"] = persistent, ["disabled"] = !recording });

    public static (string, JsonObject) MergeBitmap(string node, string target, string source) =>
        ("block-dirty-bitmap-merge", new JsonObject { ["node"] = node, ["target"] = target, ["bitmaps"] = new JsonArray(source) });

    public static Task RemoveBitmapAsync(this QmpClient qmp, string node, string name, CancellationToken cancellationToken) =>
        qmp.ExecuteAsync("block-dirty-bitmap-remove", new JsonObject { ["node"] = node, ["name"] = name }, cancellationToken: cancellationToken);

    /// <summary>A grain of the store (docs/format.md): finer marks would not save anything that is sent.</summary>
    private const int Granularity = 64 * 1024;
}
