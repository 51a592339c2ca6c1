namespace Replication.Core.Rules.Failback.Facts;

public sealed record FailbackPolicyValues(int RpoThresholdMinutes, int RetentionHours, int AppConsistentMinutes);
