namespace Replication.Disks.Layers;

/// <param name="Kind">Where the range lives.</param>
/// <param name="Length">Bytes for which one answer holds; at least 1.</param>
/// <param name="Position">Byte position in the file for <see cref="RunKind.Data"/>.</param>
internal readonly record struct LayerRun(RunKind Kind, long Length, long Position = 0);
