namespace Replication.Core.Rules.Failback.Facts;

public enum NicPurpose
{
    /// <summary>Towards the machines at home.</summary>
    Source,

    /// <summary>Towards the failed-over machines in the cloud.</summary>
    Failback,
}
