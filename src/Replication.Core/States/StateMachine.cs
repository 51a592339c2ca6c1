using System.Collections.Frozen;
using Replication.Core.Errors;
using static Replication.Core.States.ReplicationState;
using static Replication.Core.States.ReplicationVerb;

namespace Replication.Core.States;

/// <summary>
/// The one table of states and transitions. A verb that is not in a state's row is refused with InvalidState, which
/// names the state, the verb and what is allowed. "During" is the state while the verb's job runs and what remains
/// when it dies half-way, so a During state always allows the same verb again.
/// </summary>
public static class StateMachine
{
    private static readonly FrozenDictionary<(ReplicationState State, ReplicationVerb Verb), Transition> Table = Rows().ToFrozenDictionary(
        row => (row.From, row.Verb), row => new Transition(row.During, row.After));

    public static IReadOnlyCollection<(ReplicationState State, ReplicationVerb Verb)> Allowed => Table.Keys;

    public static IReadOnlyList<ReplicationVerb> AllowedIn(ReplicationState state) =>
        [.. Enum.GetValues<ReplicationVerb>().Where(verb => Table.ContainsKey((state, verb)))];

    public static bool IsAllowed(ReplicationState state, ReplicationVerb verb) => Table.ContainsKey((state, verb));

    /// <exception cref="ReplicationException">InvalidState</exception>
    public static Transition Require(string target, ReplicationState state, ReplicationVerb verb)
    {
        if (Table.TryGetValue((state, verb), out Transition? transition)) return transition;
        var allowed = AllowedIn(state);
        throw new ReplicationException(
            "InvalidState", target, $"{verb} is not possible while the state is {state}.",
            needed: States(verb), nextStep: allowed.Count == 0 ? null : $"Possible now: {string.Join(", ", allowed)}.");
    }

    private static string States(ReplicationVerb verb) =>
        "state " + string.Join(" or ", Enum.GetValues<ReplicationState>().Where(state => IsAllowed(state, verb))) + ".";

    private static IEnumerable<(ReplicationState From, ReplicationVerb Verb, ReplicationState During, ReplicationState After)> Rows()
    {
        yield return (ReadyForInitialReplication, Replicate, InitialReplicationInProgress, Replicating);
        yield return (ReadyForInitialReplication, ExportInitial, ReadyForInitialReplication, WaitingForInitialReplication);
        yield return (ReadyForInitialReplication, ChangeDisks, ReadyForInitialReplication, ReadyForInitialReplication);
        yield return (ReadyForInitialReplication, Remove, ReadyForInitialReplication, ReadyForInitialReplication);

        yield return (InitialReplicationInProgress, Replicate, InitialReplicationInProgress, Replicating);
        yield return (InitialReplicationInProgress, Remove, InitialReplicationInProgress, InitialReplicationInProgress);

        // The exported copy may be lost on its way: a new export or a copy over the network must stay possible.
        yield return (WaitingForInitialReplication, ImportInitial, WaitingForInitialReplication, Replicating);
        yield return (WaitingForInitialReplication, ExportInitial, WaitingForInitialReplication, WaitingForInitialReplication);
        yield return (WaitingForInitialReplication, Replicate, InitialReplicationInProgress, Replicating);
        yield return (WaitingForInitialReplication, Remove, WaitingForInitialReplication, WaitingForInitialReplication);

        yield return (Replicating, Replicate, Replicating, Replicating);
        yield return (Replicating, Suspend, Replicating, Suspended);
        yield return (Replicating, Resynchronize, Resynchronizing, Replicating);
        yield return (Replicating, PlannedFailover, RecoveryInProgress, FailedOverWaitingCompletion);
        yield return (Replicating, Failback, FailbackInProgress, FailbackComplete);

        yield return (Suspended, Resume, Suspended, Replicating);
        yield return (Suspended, Resynchronize, Resynchronizing, Replicating);

        yield return (WaitingForStartResynchronize, Resynchronize, Resynchronizing, Replicating);
        yield return (Resynchronizing, Resynchronize, Resynchronizing, Replicating);
        yield return (Resynchronizing, StopResynchronize, Resynchronizing, ResynchronizeSuspended);
        yield return (ResynchronizeSuspended, Resynchronize, Resynchronizing, Replicating);

        // Points exist and the primary may be gone: a failover is possible at any time (HVR-42), a test as well (HVR-49).
        foreach (var state in (ReplicationState[])[Replicating, Suspended, WaitingForStartResynchronize, Resynchronizing, ResynchronizeSuspended])
        {
            yield return (state, ReplicationVerb.Failover, RecoveryInProgress, FailedOverWaitingCompletion);
            yield return (state, StartTestFailover, state, state);
            yield return (state, StopTestFailover, state, state);
            yield return (state, ChangeDisks, state, state);
            yield return (state, Remove, state, state);
            if (state != Replicating) yield return (state, Failback, FailbackInProgress, FailbackComplete);
        }

        yield return (RecoveryInProgress, ReplicationVerb.Failover, RecoveryInProgress, FailedOverWaitingCompletion);
        yield return (RecoveryInProgress, PlannedFailover, RecoveryInProgress, FailedOverWaitingCompletion);
        yield return (RecoveryInProgress, UndoFailover, RecoveryInProgress, Replicating);

        yield return (FailedOverWaitingCompletion, ChangePoint, RecoveryInProgress, FailedOverWaitingCompletion);
        yield return (RecoveryInProgress, ChangePoint, RecoveryInProgress, FailedOverWaitingCompletion);
        yield return (FailedOverWaitingCompletion, UndoFailover, FailedOverWaitingCompletion, Replicating);
        yield return (FailedOverWaitingCompletion, CompleteFailover, FailedOverWaitingCompletion, FailedOver);
        yield return (FailedOverWaitingCompletion, Reverse, FailedOverWaitingCompletion, Replicating);
        yield return (FailedOverWaitingCompletion, StopTestFailover, FailedOverWaitingCompletion, FailedOverWaitingCompletion);

        yield return (FailedOver, Reverse, FailedOver, Replicating);
        yield return (FailedOver, StopTestFailover, FailedOver, FailedOver);
        yield return (FailedOver, Remove, FailedOver, FailedOver);

        yield return (FailbackInProgress, Failback, FailbackInProgress, FailbackComplete);
        yield return (FailbackComplete, CompleteFailover, FailbackComplete, Replicating);
        yield return (FailbackComplete, Remove, FailbackComplete, FailbackComplete);
        yield return (FailbackComplete, Replicate, FailbackComplete, Replicating);
    }
}

/// <param name="During">State while the job of the verb runs.</param>
/// <param name="After">State once it succeeded.</param>
public sealed record Transition(ReplicationState During, ReplicationState After);
