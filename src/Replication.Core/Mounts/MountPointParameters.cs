namespace Replication.Core.Mounts;

/// <param name="PointId">Point to mount; null for the newest.</param>
/// <param name="Writable">Whether writes are taken, into overlays.</param>
/// <param name="DiskId">One disk only, or null for all.</param>
/// <param name="TcpPort">Port on the loopback interface, 0 for any; null for a Unix socket.</param>
public sealed record MountPointParameters(string? PointId, bool Writable, string? DiskId = null, int? TcpPort = null);

/// <param name="MountId">Which mount.</param>
/// <param name="DiscardChanges">Whether what was written to it may be lost.</param>
public sealed record DismountPointParameters(string MountId, bool DiscardChanges);

/// <summary>Journal entry: the id that a mount will have.</summary>
public sealed record MountChoice(string MountId);
