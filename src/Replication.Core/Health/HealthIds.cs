namespace Replication.Core.Health;

/// <summary>Ids of what a health says. docs/health.md lists all of them.</summary>
public static class HealthIds
{
    public const string FailedOver = "FailedOver";
    public const string RpoViolated = "RpoViolated";
    public const string NoRecoveryPoint = "NoRecoveryPoint";
    public const string SeedingIncomplete = "SeedingIncomplete";
    public const string Suspended = "Suspended";
    public const string ResynchronizeRequired = "ResynchronizeRequired";
    public const string Resynchronizing = "Resynchronizing";
    public const string FailoverUnfinished = "FailoverUnfinished";
    public const string Silent = "Silent";
    public const string CyclesMissed = "CyclesMissed";
    public const string LastReplicationFailed = "LastReplicationFailed";
}
