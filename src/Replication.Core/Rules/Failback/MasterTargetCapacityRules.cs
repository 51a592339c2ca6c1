using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>Every machine has a master target, with room for all the disks that come to it (FBK-15..17, FBK-19).</summary>
internal static class MasterTargetCapacityRules
{
    /// <summary>Most disks of one master target, over all machines and with its own.</summary>
    private const int MaximumDisks = 60;

    /// <summary>Beyond this in a day a master target of its own is advised; it is half of what one process server is sized for.</summary>
    private const long BusyBytesPerDay = 1L << 40;

    public static IEnumerable<Finding> Check(FailbackView view)
    {
        foreach (FailbackMachine machine in view.Inventory.Machines) yield return Has(view, machine);
        foreach (IGrouping<string, (FailbackMachine Machine, MasterTarget Target)> assigned in view.Assigned().GroupBy(pair => pair.Target.Name, StringComparer.Ordinal))
        {
            MasterTarget target = assigned.First().Target;
            FailbackMachine[] machines = [.. assigned.Select(pair => pair.Machine)];
            yield return Room(target, machines);
            yield return Calm(target, machines);
        }

        foreach (IGrouping<string, FailbackMachine> group in view.Groups()) yield return OneTarget(view, group);
    }

    private static Finding Has(FailbackView view, FailbackMachine machine)
    {
        MasterTarget? target = view.MasterTargetOf(machine);
        return Answer.Of(
            "FBK-15", FailbackErrorIds.MasterTargetMissing, target is not null ? true : machine.MasterTarget is null && machine.OperatingSystem.Family is null ? null : false,
            FailbackView.Vm(machine),
            target is not null ? $"Its master target is {target.Name}{(machine.MasterTarget is null ? " by default" : "")}."
                : machine.MasterTarget is { } name ? $"There is no master target {name}." : "None was asked for, and the default one is for Windows machines alone.",
            "a master target of the machine's operating system.", "Set up a separate master target and name it.");
    }

    private static Finding Room(MasterTarget target, FailbackMachine[] machines)
    {
        int? needed = machines.Aggregate((int?)0, (sum, machine) => sum + machine.DiskCount);
        int? free = MaximumDisks - target.AttachedDisks;
        return Answer.Of(
            "FBK-16", FailbackErrorIds.MasterTargetFull, needed is null || free is null ? null : needed <= free, FailbackView.Target(target),
            $"{Answer.List(machines.Select(machine => machine.Name))} need {Answer.Text(needed)} disks; it has {Answer.Text(free)} of {MaximumDisks} slots.",
            "a slot for every disk.", "Add a separate master target.");
    }

    private static Finding Calm(MasterTarget target, FailbackMachine[] machines)
    {
        long? changed = machines.Aggregate((long?)0, (sum, machine) => sum + machine.ChangedBytesPerDay);
        return Answer.Of(
            "FBK-17", FailbackErrorIds.MasterTargetBusy, changed is null ? null : changed <= BusyBytesPerDay, FailbackView.Target(target),
            $"Its machines change {Answer.Text(changed)} bytes a day.", FormattableString.Invariant($"at most {BusyBytesPerDay} bytes a day for one that is shared."),
            "Set up a separate master target.", FindingSeverity.Warning);
    }

    private static Finding OneTarget(FailbackView view, IGrouping<string, FailbackMachine> group)
    {
        string[] names = [.. group.Select(machine => machine.MasterTarget ?? view.MasterTargetOf(machine)?.Name).OfType<string>().Distinct(StringComparer.Ordinal)];
        return Answer.Of(
            "FBK-19", FailbackErrorIds.GroupNeedsOneMasterTarget, names.Length <= 1, $"Group {group.Key}",
            $"Its machines go to {Answer.List(names.DefaultIfEmpty("no master target"))}.", "one master target for the whole group.", "Name the same one for every machine of the group.");
    }
}
