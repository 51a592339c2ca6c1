namespace Replication.Core.Sites.Remote;

/// <param name="DiskId">Disk of the machine.</param>
/// <param name="Length">Exact length in bytes.</param>
/// <param name="LogicalSectorSize">512 or 4096 bytes.</param>
/// <param name="Format">As shown to people.</param>
/// <param name="Changed">Offsets and lengths in turn, changed since <paramref name="Since"/>; null when the source cannot tell.</param>
/// <param name="Since">Change token that they are counted from.</param>
/// <param name="ChangeToken">Names this capture for the next one.</param>
public sealed record SessionDisk(
    string DiskId, long Length, int LogicalSectorSize, string Format, IReadOnlyList<long>? Changed = null, string? Since = null, string? ChangeToken = null);
