using Replication.Core.Capture;

namespace Replication.Core.Sites.Remote;

/// <summary>Disks that a server is to hold open: captures of machines at one instant, or one disk of a stopped machine. Exactly one of the two.</summary>
public sealed record SessionOrder(IReadOnlyList<CaptureRequest>? Captures = null, DiskOrder? Disk = null);
