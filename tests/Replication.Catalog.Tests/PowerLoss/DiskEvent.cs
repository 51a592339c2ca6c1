namespace Replication.Catalog.Tests.PowerLoss;

/// <summary>One thing that reached the disk's cache, in order.</summary>
/// <param name="Offset">Of a write; the new length of a truncation.</param>
internal sealed record DiskEvent(DiskEventKind Kind, string Path, long Offset = 0, byte[]? Bytes = null);
