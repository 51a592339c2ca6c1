namespace Replication.Disks.Files;

/// <summary>A page of a table, immutable once it is published.</summary>
internal sealed record CachedPage(PageCache Owner, long Index, byte[] Bytes);
