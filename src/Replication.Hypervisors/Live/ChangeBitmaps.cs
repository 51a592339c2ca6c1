using System.Text.Json.Nodes;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Live;

/// <summary>
/// What changed since a capture, as QEMU marks it. Each capture begins a bitmap of its own before its instant and reads that of the earlier capture
/// after its own instant, so both may mark too much and neither too little. The earlier one stays until the capture's point exists.
/// </summary>
internal static class ChangeBitmaps
{
    /// <summary>Begins to count, on all disks at once. Bitmaps on qcow2 are saved when QEMU ends.</summary>
    public static Task BeginAsync(QmpClient qmp, IReadOnlyList<LiveDisk> disks, string bitmap, CancellationToken cancellationToken) =>
        qmp.TransactionAsync(
            disks.Select(disk => QmpBlocks.AddBitmap(disk.Node.Name, bitmap, disk.KeepsBitmaps, recording: true)), cancellationToken: cancellationToken);

    /// <summary>Copies bitmaps as they are now, under the names that the reader knows.</summary>
    public static async Task ShowAsync(QmpClient qmp, IEnumerable<(LiveDisk Disk, string Bitmap, string Shown)> copies, CancellationToken cancellationToken)
    {
        (string, JsonObject)[] actions =
        [
            .. copies.SelectMany(copy => ((string, JsonObject)[])[
                QmpBlocks.AddBitmap(copy.Disk.Node.Name, copy.Shown, persistent: false, recording: false),
                QmpBlocks.MergeBitmap(copy.Disk.Node.Name, copy.Shown, copy.Bitmap)]),
        ];
        if (actions.Length > 0) await qmp.TransactionAsync(actions, cancellationToken: cancellationToken);
    }

    /// <summary>Removes the copies for the reader, wherever there are any.</summary>
    /// <returns>Whether there was one.</returns>
    public static Task<bool> HideAsync(QmpClient qmp, BlockGraph graph, CancellationToken cancellationToken) =>
        RemoveAsync(qmp, graph, bitmap => bitmap is LiveNames.ChangedBitmap or LiveNames.NewerBitmap, cancellationToken);

    /// <summary>Removes the bitmaps of captures that nobody counts from any more.</summary>
    public static Task ReleaseAsync(QmpClient qmp, BlockGraph graph, IReadOnlyCollection<string> keep, CancellationToken cancellationToken) =>
        RemoveAsync(qmp, graph, bitmap => LiveNames.IsBitmap(bitmap) && !keep.Contains(bitmap), cancellationToken);

    /// <summary>Removes the bitmap of a capture that failed.</summary>
    public static async Task ForgetAsync(QmpClient qmp, string bitmap, CancellationToken cancellationToken) =>
        await RemoveAsync(qmp, await BlockGraph.ReadAsync(qmp, cancellationToken), name => name == bitmap, cancellationToken);

    private static async Task<bool> RemoveAsync(QmpClient qmp, BlockGraph graph, Func<string, bool> which, CancellationToken cancellationToken)
    {
        bool any = false;
        foreach (BlockNode node in graph.Nodes)
        {
            foreach (DirtyBitmap bitmap in node.Bitmaps.Where(bitmap => which(bitmap.Name)))
            {
                await qmp.RemoveBitmapAsync(node.Name, bitmap.Name, cancellationToken);
                any = true;
            }
        }

        return any;
    }
}
