namespace Replication.Aws.Snapshots.Ec2;

/// <summary>A snapshot as DescribeSnapshots tells it.</summary>
/// <param name="Id">"snap-" and hex digits.</param>
/// <param name="State">"pending", "completed", "error", "recoverable" or "recovering".</param>
/// <param name="StateMessage">Why it failed, where EC2 says so.</param>
/// <param name="VolumeSizeGiB">GiB.</param>
/// <param name="StartTime">UTC.</param>
/// <param name="Description">Empty when there is none.</param>
/// <param name="Encrypted">Whether it is encrypted at rest.</param>
/// <param name="Tags">All of them, reserved ones included.</param>
public sealed record Ec2Snapshot(
    string Id,
    string State,
    string? StateMessage,
    long VolumeSizeGiB,
    DateTimeOffset StartTime,
    string Description,
    bool Encrypted,
    IReadOnlyDictionary<string, string> Tags);
