namespace Replication.Core.Capture;

/// <param name="MachineId">Which machine.</param>
/// <param name="DiskIds">Which of its disks.</param>
/// <param name="Since">By disk id, the change token of an earlier capture; null when nobody asks what changed.</param>
/// <param name="Applications">Whether its guest is asked to get ready.</param>
public sealed record CaptureRequest(
    string MachineId, IReadOnlyCollection<string> DiskIds, IReadOnlyDictionary<string, string>? Since = null,
    ApplicationConsistency Applications = ApplicationConsistency.Off);
