namespace Replication.Core.States;

/// <summary>
/// States of a replicated VM, with Hyper-V Replica's names. They are stored and shown as strings, never as integers,
/// because the integers differ between versions of Hyper-V's own module.
/// </summary>
public enum ReplicationState
{
    /// <summary>Written by a newer version; nothing is allowed but looking.</summary>
    Unknown,
    ReadyForInitialReplication,
    InitialReplicationInProgress,

    /// <summary>The initial copy was exported to external media and has not been imported yet.</summary>
    WaitingForInitialReplication,
    Replicating,
    Suspended,
    WaitingForStartResynchronize,
    Resynchronizing,
    ResynchronizeSuspended,
    RecoveryInProgress,
    FailedOverWaitingCompletion,
    FailedOver,
    FailbackInProgress,

    /// <summary>The workload runs at home again; the machine at the other site waits to be let go.</summary>
    FailbackComplete,
}
