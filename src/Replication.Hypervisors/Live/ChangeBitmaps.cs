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
    public static Task HideAsync(QmpClient qmp, CancellationToken cancellationToken) =>
        RemoveAsync(qmp, bitmap => bitmap is LiveNames.ChangedBitmap or LiveNames.NewerBitmap, cancellationToken);

    /// <summary>Removes the bitmaps of captures that nobody counts from any more.</summary>
    public static Task ReleaseAsync(QmpClient qmp, IReadOnlyCollection<string> keep, CancellationToken cancellationToken) =>
        RemoveAsync(qmp, bitmap => LiveNames.IsBitmap(bitmap) && !keep.Contains(bitmap), cancellationToken);

    /// <summary>Removes the bitmap of a capture that failed.</summary>
    public static Task ForgetAsync(QmpClient qmp, string bitmap, CancellationToken cancellationToken) =>
        RemoveAsync(qmp, name => name == bitmap, cancellationToken);

    private static async Task RemoveAsync(QmpClient qmp, Func<string, bool> which, CancellationToken cancellationToken)
    {
        foreach (BlockNode node in (await BlockGraph.ReadAsync(qmp, cancellationToken)).Nodes)
        {
            foreach (DirtyBitmap bitmap in node.Bitmaps.Where(bitmap => which(bitmap.Name)))
                await qmp.RemoveBitmapAsync(node.Name, bitmap.Name, cancellationToken);
        }
    }
}
