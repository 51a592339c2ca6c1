namespace Replication.Agent.Ec2.Volumes;

/// <summary>A volume that can be made: every value decided and checked.</summary>
internal sealed record VolumePlan(
    string? SnapshotId, int SizeGiB, string Type, int? Iops, int? Throughput, bool Encrypted, string? KmsKeyId);
