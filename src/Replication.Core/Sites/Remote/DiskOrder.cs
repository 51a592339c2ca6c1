namespace Replication.Core.Sites.Remote;

/// <param name="MachineId">Which machine.</param>
/// <param name="DiskId">Which of its disks.</param>
public sealed record DiskOrder(string MachineId, string DiskId);
