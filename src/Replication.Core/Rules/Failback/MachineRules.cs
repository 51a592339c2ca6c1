using Replication.Core.Machines;
using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>The machines themselves are ready (FBK-01, FBK-34, FBK-56..58, 78093 of FBK-60).</summary>
internal static class MachineRules
{
    public static IEnumerable<Finding> Check(FailbackView view)
    {
        foreach (FailbackMachine machine in view.Inventory.Machines)
        {
            if (view.Inventory.Operation == FailbackOperation.Reprotect)
            {
                yield return Runs(machine);
                yield return HasAgent(machine, view.Now);
            }
            else
            {
                yield return Reprotected(machine);
                foreach (ReplicatedDisk disk in machine.Disks) yield return InPlace(view, machine, disk);
            }

            yield return HomeIsOff(machine);
        }

        foreach (IGrouping<string, FailbackMachine> group in view.Groups()) yield return ByPlan(view, group);
    }

    private static Finding Reprotected(FailbackMachine machine) => Answer.Of(
        "FBK-01", FailbackErrorIds.NotReprotected, machine.ReplicatesHome == false || machine.HasRecoveryPoint == false ? false : machine.ReplicatesHome & machine.HasRecoveryPoint,
        FailbackView.Vm(machine), $"It replicates home in health: {Answer.Text(machine.ReplicatesHome)}; a recovery point at home: {Answer.Text(machine.HasRecoveryPoint)}.",
        "a healthy replication home with a recovery point.", $"Reprotect {machine.Name} and wait for a healthy recovery point before failing back.");

    private static Finding Runs(FailbackMachine machine) => Answer.Of(
        "FBK-60", FailbackErrorIds.VmNotRunning, On(machine.Power), FailbackView.Vm(machine), $"The failed-over machine is {machine.Power}.",
        "a machine that runs while it is reprotected.", "Start it.");

    private static Finding HasAgent(FailbackMachine machine, DateTimeOffset now)
    {
        bool waiting = machine.StartedAt is { } started && now - started <= FailbackView.ReportTime;
        return Answer.Of(
            "FBK-56", FailbackErrorIds.AgentNotRegistered, machine.AgentRegistered, FailbackView.Vm(machine),
            $"Its agent has registered: {Answer.Text(machine.AgentRegistered)}; it started at {Answer.Text(machine.StartedAt?.UtcDateTime)} UTC.", "an agent that has registered.",
            waiting ? "Wait: the agent registers up to 15 minutes after the start. Then repeat." : "See to the agent in the machine and to its way to the configuration server.");
    }

    private static Finding HomeIsOff(FailbackMachine machine) => machine.Home.Exists == false
        ? Answer.NotApplicable("FBK-57", FailbackErrorIds.PrimaryMustStayOff, FailbackView.Vm(machine), "The machine at home does not exist any more.")
        : Answer.Of(
            "FBK-57", FailbackErrorIds.PrimaryMustStayOff, !On(machine.Home.Power), FailbackView.Vm(machine), $"The machine at home is {machine.Home.Power}.",
            "a machine at home that stays off until the failback is done.", "Shut it down, and do not start it.");

    private static Finding InPlace(FailbackView view, FailbackMachine machine, ReplicatedDisk disk) => Answer.Of(
        "FBK-34", FailbackErrorIds.DisksMoved, disk.PathNow is null ? null : disk.PathNow == disk.Path, $"{FailbackView.Vm(machine)}, disk {disk.Name}",
        disk.PathNow is null || disk.PathNow == disk.Path ? $"It was at {disk.Path} and is now at {Answer.Text(disk.PathNow)}."
            : $"It is no longer at {disk.Path} but at {disk.PathNow}. Master target {Answer.Text(view.MasterTargetOf(machine)?.Name)} was moved by Storage vMotion.",
        "disks where they were when the machine was reprotected.", $"Find the disk, attach it to {machine.Name} by hand, then start it.");

    private static Finding ByPlan(FailbackView view, IGrouping<string, FailbackMachine> group)
    {
        string[] missing = [.. group.Where(machine => view.Inventory.RecoveryPlan?.Machines.Contains(machine.Id) != true).Select(machine => machine.Name)];
        return Answer.Of(
            "FBK-58", FailbackErrorIds.GroupNeedsRecoveryPlan, missing.Length == 0, $"Group {group.Key}",
            view.Inventory.RecoveryPlan is { } plan ? $"Recovery plan {plan.Name} has values for all but {Answer.List(missing.DefaultIfEmpty("none"))}." : "It is asked for without a recovery plan.",
            "a recovery plan with values for every machine of the group.", "Reprotect the group through such a plan.");
    }

    private static bool? On(PowerState power) => power switch { PowerState.Running => true, PowerState.Off => false, _ => null };
}
