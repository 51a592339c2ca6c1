namespace Replication.Disks.Layers;

/// <param name="Kind">Where the range lives.</param>
/// <param name="Length">Bytes for which one answer holds; at least 1.</param>
/// <param name="Position">
/// Where <see cref="DiskLayer.Read"/> finds it, for <see cref="RunKind.Data"/>: a position in the file, unless the
/// layer has several.
/// </param>
internal readonly record struct LayerRun(RunKind Kind, long Length, long Position = 0);
