namespace Replication.Disks.Overlays;

/// <param name="Start">First chunk.</param>
/// <param name="End">Chunk behind the last.</param>
/// <param name="IsZero">Zeros without a slot; else each chunk has one.</param>
internal readonly record struct WrittenRun(long Start, long End, bool IsZero);
