using System.Text.Json.Nodes;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Live;

/// <summary>
/// Keeps disks as they were at one instant while their guest writes on. Above each disk's root come two nodes:
/// <c>device - top - filter - root</c>. The filter copies what is about to be overwritten into a scratch file beside it; the top passes
/// everything on and is there because its way can be changed for all disks by one command, which is the instant. When a copy fails or is late
/// the filter gives the snapshot up and lets the guest write (on-cbw-error).
/// </summary>
/// <param name="qmp">The QEMU.</param>
/// <param name="scratchFolder">Folder for the scratch files, which lose their names as soon as QEMU has them open: nothing of them outlives it.</param>
internal sealed class SnapshotFilters(QmpClient qmp, string scratchFolder)
{
    /// <summary>
    /// Time a guest's write may wait for the copy of what it overwrites, in seconds, before the snapshot is given up; no file system waits so long
    /// for its disk without complaint, and no disk that works takes so long.
    /// </summary>
    private const int CopyLimitSeconds = 5;

    /// <summary>Puts both nodes in place; the tops still lead past the filters.</summary>
    public async Task PrepareAsync(IReadOnlyList<LiveDisk> disks, CancellationToken cancellationToken)
    {
        foreach (LiveDisk disk in disks)
        {
            string node = disk.Node.Name;
            await qmp.AddNodeAsync(new JsonObject { ["driver"] = "raw", ["node-name"] = LiveNames.Top(node), ["file"] = node }, cancellationToken);
            await qmp.SetRootAsync(disk.DevicePath, LiveNames.Top(node), cancellationToken);
            await AddScratchAsync(disk, cancellationToken);
            await qmp.AddNodeAsync(
                new JsonObject
                {
                    ["driver"] = "copy-before-write",
                    ["node-name"] = LiveNames.Filter(node),
                    ["file"] = node,
                    ["target"] = LiveNames.Scratch(node),
                    ["on-cbw-error"] = "break-snapshot",
                    ["cbw-timeout"] = CopyLimitSeconds,
                },
                cancellationToken);
        }
    }

    /// <summary>The instant: every write that QEMU begins after it goes through the filters of all disks, every earlier one went past them.</summary>
    public static Task TakeAsync(QmpClient qmp, IReadOnlyList<LiveDisk> disks, CancellationToken cancellationToken) =>
        qmp.LeadAsync(disks.Select(disk => (LiveNames.Top(disk.Node.Name), LiveNames.Filter(disk.Node.Name))), cancellationToken);

    /// <summary>Takes out whatever is in place, of this capture or of one that was killed. The guest writes on all the while.</summary>
    /// <param name="qmp">The QEMU.</param>
    /// <param name="graph">Its graph as it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether there was anything.</returns>
    public static async Task<bool> RemoveAsync(QmpClient qmp, BlockGraph graph, CancellationToken cancellationToken)
    {
        string[] ours = [.. graph.Nodes.Select(node => node.Name).Where(LiveNames.IsOurs)];
        if (ours.Length == 0) return false;
        foreach (string access in Role("acc")) await qmp.DeleteNodeAsync(access, cancellationToken);

        (string Top, string Root)[] tops = [.. Role("top").Select(top => (top, RootBelow(graph, top)))];
        // A filter in use does not let anybody else write its disk, so the tops are led around it before the devices can be.
        if (tops.Length > 0) await qmp.LeadAsync(tops, cancellationToken);
        foreach (string filter in Role("cbw")) await qmp.DeleteNodeAsync(filter, cancellationToken);
        foreach ((string top, string root) in tops)
        {
            if (graph.DeviceOf(top) is { } device) await qmp.SetRootAsync(device, root, cancellationToken);
            await qmp.DeleteNodeAsync(top, cancellationToken);
        }

        foreach (string scratch in Role("scr")) await qmp.DeleteNodeAsync(scratch, cancellationToken);
        return true;

        IEnumerable<string> Role(string role) => ours.Where(name => name.StartsWith($"{LiveNames.Prefix}{role}-", StringComparison.Ordinal));
    }

    /// <summary>The disk's own root: a top leads to it, or to a filter that does.</summary>
    private static string RootBelow(BlockGraph graph, string node)
    {
        while (LiveNames.IsOurs(node)) node = graph.ChildOf(node, "file")!;
        return node;
    }

    private async Task AddScratchAsync(LiveDisk disk, CancellationToken cancellationToken)
    {
        string path = Path.Combine(scratchFolder, LiveNames.Scratch(disk.Node.Name));
        await using (FileStream scratch = File.Create(path)) scratch.SetLength(disk.Node.Length);
        try
        {
            await qmp.AddNodeAsync(
                new JsonObject
                {
                    ["driver"] = "raw",
                    ["node-name"] = LiveNames.Scratch(disk.Node.Name),
                    ["file"] = new JsonObject { ["driver"] = "file", ["filename"] = path },
                },
                cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
