using Replication.Core.Errors;
using Replication.Core.States;

namespace Replication.Core.Tests.States;

public sealed class StateMachineTests
{
    /// <summary>Every state with what it allows: verb, state while it runs, state afterwards. What is not here is refused.</summary>
    private const string Expected = """
        Unknown:
        ReadyForInitialReplication:
          Replicate InitialReplicationInProgress Replicating
          ExportInitial ReadyForInitialReplication WaitingForInitialReplication
          ChangeDisks ReadyForInitialReplication ReadyForInitialReplication
          Remove ReadyForInitialReplication ReadyForInitialReplication
        InitialReplicationInProgress:
          Replicate InitialReplicationInProgress Replicating
          Remove InitialReplicationInProgress InitialReplicationInProgress
        WaitingForInitialReplication:
          Replicate InitialReplicationInProgress Replicating
          ExportInitial WaitingForInitialReplication WaitingForInitialReplication
          ImportInitial WaitingForInitialReplication Replicating
          Remove WaitingForInitialReplication WaitingForInitialReplication
        Replicating:
          Replicate Replicating Replicating
          Suspend Replicating Suspended
          Resynchronize Resynchronizing Replicating
          StartTestFailover Replicating Replicating
          StopTestFailover Replicating Replicating
          PlannedFailover RecoveryInProgress FailedOverWaitingCompletion
          Failover RecoveryInProgress FailedOverWaitingCompletion
          Failback FailbackInProgress FailbackComplete
          ChangeDisks Replicating Replicating
          Remove Replicating Replicating
        Suspended:
          Resume Suspended Replicating
          Resynchronize Resynchronizing Replicating
          StartTestFailover Suspended Suspended
          StopTestFailover Suspended Suspended
          Failover RecoveryInProgress FailedOverWaitingCompletion
          Failback FailbackInProgress FailbackComplete
          ChangeDisks Suspended Suspended
          Remove Suspended Suspended
        WaitingForStartResynchronize:
          Resynchronize Resynchronizing Replicating
          StartTestFailover WaitingForStartResynchronize WaitingForStartResynchronize
          StopTestFailover WaitingForStartResynchronize WaitingForStartResynchronize
          Failover RecoveryInProgress FailedOverWaitingCompletion
          Failback FailbackInProgress FailbackComplete
          ChangeDisks WaitingForStartResynchronize WaitingForStartResynchronize
          Remove WaitingForStartResynchronize WaitingForStartResynchronize
        Resynchronizing:
          Resynchronize Resynchronizing Replicating
          StopResynchronize Resynchronizing ResynchronizeSuspended
          StartTestFailover Resynchronizing Resynchronizing
          StopTestFailover Resynchronizing Resynchronizing
          Failover RecoveryInProgress FailedOverWaitingCompletion
          Failback FailbackInProgress FailbackComplete
          ChangeDisks Resynchronizing Resynchronizing
          Remove Resynchronizing Resynchronizing
        ResynchronizeSuspended:
          Resynchronize Resynchronizing Replicating
          StartTestFailover ResynchronizeSuspended ResynchronizeSuspended
          StopTestFailover ResynchronizeSuspended ResynchronizeSuspended
          Failover RecoveryInProgress FailedOverWaitingCompletion
          Failback FailbackInProgress FailbackComplete
          ChangeDisks ResynchronizeSuspended ResynchronizeSuspended
          Remove ResynchronizeSuspended ResynchronizeSuspended
        RecoveryInProgress:
          PlannedFailover RecoveryInProgress FailedOverWaitingCompletion
          Failover RecoveryInProgress FailedOverWaitingCompletion
          ChangePoint RecoveryInProgress FailedOverWaitingCompletion
          UndoFailover RecoveryInProgress Replicating
        FailedOverWaitingCompletion:
          StopTestFailover FailedOverWaitingCompletion FailedOverWaitingCompletion
          ChangePoint RecoveryInProgress FailedOverWaitingCompletion
          UndoFailover FailedOverWaitingCompletion Replicating
          CompleteFailover FailedOverWaitingCompletion FailedOver
          Reverse FailedOverWaitingCompletion Replicating
        FailedOver:
          StopTestFailover FailedOver FailedOver
          Reverse FailedOver Replicating
          Remove FailedOver FailedOver
        FailbackInProgress:
          Failback FailbackInProgress FailbackComplete
        FailbackComplete:
          Replicate FailbackComplete Replicating
          CompleteFailover FailbackComplete Replicating
          Remove FailbackComplete FailbackComplete
        """;

    [Fact]
    public void Every_verb_in_every_state_does_what_the_table_says_or_is_refused()
    {
        var expected = Parse();
        Assert.Equal(Enum.GetValues<ReplicationState>(), expected.Keys);
        foreach (ReplicationState state in Enum.GetValues<ReplicationState>())
        {
            Assert.Equal(expected[state].Keys, StateMachine.AllowedIn(state));
            foreach (ReplicationVerb verb in Enum.GetValues<ReplicationVerb>())
            {
                bool allowed = expected[state].TryGetValue(verb, out Transition? transition);
                Assert.Equal(allowed, StateMachine.IsAllowed(state, verb));
                if (allowed)
                {
                    Assert.Equal(transition, StateMachine.Require("VM web", state, verb));
                    continue;
                }

                var refused = Assert.Throws<ReplicationException>(() => StateMachine.Require("VM web", state, verb));
                Assert.Equal(("InvalidState", "VM web"), (refused.ErrorId, refused.Target));
                Assert.Contains($"{verb} is not possible while the state is {state}.", refused.Message, StringComparison.Ordinal);
                foreach (ReplicationVerb possible in expected[state].Keys) Assert.Contains($"{possible}", refused.NextStep, StringComparison.Ordinal);
                foreach (ReplicationState needed in expected.Keys.Where(key => expected[key].ContainsKey(verb)))
                    Assert.Contains($"{needed}", refused.Needed, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void INV_02_a_verb_that_died_half_way_can_be_repeated()
    {
        foreach ((ReplicationState state, ReplicationVerb verb) in StateMachine.Allowed)
        {
            Transition first = StateMachine.Require("VM", state, verb);
            Assert.Equal(first, StateMachine.Require("VM", first.During, verb));
        }
    }

    [Fact]
    public void HVR_42_whoever_has_points_and_runs_at_home_can_fail_over()
    {
        foreach (ReplicationState state in Enum.GetValues<ReplicationState>())
        {
            bool hasPoints = state is ReplicationState.Replicating or ReplicationState.Suspended or ReplicationState.WaitingForStartResynchronize
                or ReplicationState.Resynchronizing or ReplicationState.ResynchronizeSuspended or ReplicationState.RecoveryInProgress;
            Assert.Equal(hasPoints, StateMachine.IsAllowed(state, ReplicationVerb.Failover));
        }
    }

    private static SortedDictionary<ReplicationState, SortedDictionary<ReplicationVerb, Transition>> Parse()
    {
        var table = new SortedDictionary<ReplicationState, SortedDictionary<ReplicationVerb, Transition>>();
        ReplicationState state = default;
        foreach (string line in Expected.Split('\n'))
        {
            string[] words = line.Trim().Split(' ');
            if (words[0].EndsWith(':'))
            {
                state = Enum.Parse<ReplicationState>(words[0][..^1]);
                table.Add(state, []);
                continue;
            }

            table[state].Add(Enum.Parse<ReplicationVerb>(words[0]), new Transition(Enum.Parse<ReplicationState>(words[1]), Enum.Parse<ReplicationState>(words[2])));
        }

        return table;
    }
}
