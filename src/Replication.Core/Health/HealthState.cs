namespace Replication.Core.Health;

/// <summary>Health of replication, with Hyper-V Replica's names, in ascending order of badness.</summary>
public enum HealthState
{
    /// <summary>Nothing is replicated: the workload has failed over.</summary>
    NotApplicable,
    Normal,
    Warning,
    Critical,
}
