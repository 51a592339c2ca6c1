namespace Replication.Core.Rules.Methods;

public enum TransferOperation
{
    Replicate,

    /// <summary>Restore of a full instance.</summary>
    Restore,

    /// <summary>Conversion of another vendor's VM to an EC2 instance.</summary>
    Convert,

    /// <summary>Failover without anybody at hand.</summary>
    AutoRecover,
}
