using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>A master target runs what its machines run, in the same or a higher version (FBK-18, FBK-20, FBK-32).</summary>
internal static class MasterTargetSystemRules
{
    public static IEnumerable<Finding> Check(FailbackView view)
    {
        foreach (IGrouping<string, FailbackMachine> group in view.Groups()) yield return OneFamily(group);
        foreach ((FailbackMachine machine, MasterTarget target) in view.Assigned())
        {
            Finding family = SameFamily(machine, target);
            yield return family;
            if (family.Status == FindingStatus.Passed) yield return NotOlder(machine, target);
        }
    }

    private static Finding OneFamily(IGrouping<string, FailbackMachine> group)
    {
        string[] windows = Names(group, GuestFamily.Windows);
        string[] linux = Names(group, GuestFamily.Linux);
        bool? holds = windows.Length > 0 && linux.Length > 0 ? false : windows.Length + linux.Length < group.Count() ? null : true;
        return Answer.Of(
            "FBK-18", FailbackErrorIds.MixedOsGroup, holds, $"Group {group.Key}", $"Windows: {Answer.List(windows.DefaultIfEmpty("none"))}; Linux: {Answer.List(linux.DefaultIfEmpty("none"))}.",
            "machines that are all Windows or all Linux.", "Make two groups.");
    }

    private static string[] Names(IEnumerable<FailbackMachine> group, GuestFamily family) =>
        [.. group.Where(machine => machine.OperatingSystem.Family == family).Select(machine => machine.Name)];

    private static Finding SameFamily(FailbackMachine machine, MasterTarget target)
    {
        GuestFamily? wanted = machine.OperatingSystem.Family;
        GuestFamily? has = target.OperatingSystem.Family;
        return Answer.Of(
            "FBK-32", FailbackErrorIds.MasterTargetOsMismatch, wanted is null || has is null ? null : wanted == has, FailbackView.Target(target),
            $"It runs {Answer.Text(has)}; {machine.Name} runs {Answer.Text(wanted)}.", $"a {Answer.Text(wanted)} master target for {machine.Name}.",
            "Set up a master target of that operating system.");
    }

    private static Finding NotOlder(FailbackMachine machine, MasterTarget target) => Answer.Of(
        "FBK-20", FailbackErrorIds.MasterTargetOsTooOld, SystemVersion.Compare(target.OperatingSystem, machine.OperatingSystem) is { } order ? order >= 0 : null,
        FailbackView.Target(target), $"It runs {Describe(target.OperatingSystem)}; {machine.Name} runs {Describe(machine.OperatingSystem)}.",
        "the same or a higher version.", "Set up a master target of that version.");

    private static string Describe(GuestOperatingSystem system) => $"{Answer.Text(system.Product)} {Answer.Text(system.Version)}";
}
