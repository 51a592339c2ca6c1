namespace Replication.Core.States;

/// <summary>What can be asked of a replicated VM.</summary>
public enum ReplicationVerb
{
    Replicate,
    ExportInitial,
    ImportInitial,
    Suspend,
    Resume,
    Resynchronize,
    StopResynchronize,
    StartTestFailover,
    StopTestFailover,
    PlannedFailover,
    Failover,
    ChangePoint,
    UndoFailover,
    CompleteFailover,
    Reverse,
    Failback,
    ChangeDisks,
    Remove,
}
