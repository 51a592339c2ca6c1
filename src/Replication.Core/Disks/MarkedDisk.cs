namespace Replication.Core.Disks;

/// <param name="View">The disk.</param>
/// <param name="Marked">By the name of a bitmap, the ranges that it marks: ascending, not overlapping, not adjacent.</param>
public sealed record MarkedDisk(IDiskView View, IReadOnlyDictionary<string, IReadOnlyList<Extent>> Marked);
