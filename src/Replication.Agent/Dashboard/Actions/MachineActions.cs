using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.RecoveryPoints;
using Replication.Core.States;

namespace Replication.Agent.Dashboard.Actions;

/// <summary>The actions that the dashboard offers; everything that ends or moves a workload is left to the command line and the cmdlets.</summary>
internal static class MachineActions
{
    private const string TestName = "test-failover";

    public static IReadOnlyList<MachineAction> All { get; } =
    [
        new(
            "replicate", "Replicate now", "The workload goes on running.",
            machine => StateMachine.IsAllowed(machine.Vm.ReplicationState, ReplicationVerb.Replicate),
            (service, group, machine, _) => service.Verbs.Replicate(group.Group, [machine.Vm])),
        new(
            TestName, "Test failover", "A machine is made beside the workload, which goes on running and being replicated.",
            machine => !machine.IsTesting && StateMachine.IsAllowed(machine.Vm.ReplicationState, ReplicationVerb.StartTestFailover),
            (service, _, machine, choices) => service.Verbs.StartTestFailover(machine.Vm, choices.PointId, choices.NoStart, choices.Instant))
        { TakesPoint = true },
        new(
            "stop-test", "Stop test", "The test machine and its disks are deleted; the workload and the recovery points are not touched.",
            machine => machine.IsTesting && StateMachine.IsAllowed(machine.Vm.ReplicationState, ReplicationVerb.StopTestFailover),
            (service, _, machine, _) => service.Verbs.StopTestFailover(machine.Vm)),
    ];

    public static MachineAction? Find(string name) => All.FirstOrDefault(action => action.Name == name);

    /// <summary>For those who may act; each leads to the plan of what would be done.</summary>
    public static Html Links(MachineView machine, bool mayAct)
    {
        if (!mayAct) return Html.Empty;
        return Html.Of($"""
            <p class="actions" id="actions" data-region>
            {All.Where(action => action.IsPossible(machine)).Select(action => Html.Of($"""<a class="button" href="{Paths.Action(machine.Vm.Id, action.Name)}">{action.Title}</a> """))}
            </p>
            """);
    }

    public static Html PointLink(MachineView machine, RecoveryPoint point, bool mayAct) => mayAct && Find(TestName)!.IsPossible(machine)
        ? Html.Of($""" <a href="{Paths.Action(machine.Vm.Id, TestName, point.Id)}" aria-label="Test failover to point {point.Id}">Test</a>""")
        : Html.Empty;
}
