namespace Replication.Core.Disks;

/// <param name="View">The disk.</param>
/// <param name="Marked">The ranges that the bitmap marks: ascending, not overlapping, not adjacent; null when none was asked for.</param>
public sealed record MarkedDisk(IDiskView View, IReadOnlyList<Extent>? Marked);
