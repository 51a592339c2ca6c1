using Replication.Core.Disks;

namespace Replication.Core.Rules.Guests;

/// <summary>What a Windows guest's partition tables may be: any on data disks, and on the boot disk what the profile says (WIN-08, HOT-19, HOT-20).</summary>
internal static class PartitionRules
{
    public static IEnumerable<Finding> Evaluate(GuestFacts facts, GuestDestination destination)
    {
        string vm = destination.Machine;
        var gptBoot = new GuestRule(
            "WIN-08", GuestErrorIds.GptBoot, GuestFamily.Windows, destination.HotAdd ? FindingSeverity.Error : FindingSeverity.Warning,
            destination.GptBootNeedsImport ? "A boot disk with an MBR" : "A boot disk with an MBR or a GPT", $"Replicate {vm} with the import method.");
        yield return gptBoot.OutOfScope(facts, vm) ?? BootDisk(gptBoot, facts, destination);

        foreach (var disk in facts.Disks)
        {
            string target = $"{vm}, disk {disk.Position}";
            var rule = new GuestRule(
                disk.Layout.Style is PartitionStyle.Gpt ? "HOT-20" : "HOT-19", GuestErrorIds.PartitionStyleNotSupported, GuestFamily.Windows,
                FindingSeverity.Warning, "Volumes in MBR or GPT partitions", "Move the volume into a partition and take a new backup.");
            yield return rule.OutOfScope(facts, target) ?? Volumes(rule, disk.Layout, target);
        }
    }

    private static Finding BootDisk(GuestRule rule, GuestFacts facts, GuestDestination destination)
    {
        string vm = destination.Machine;
        if (facts.Disks.FirstOrDefault(disk => disk.Boot) is not { } boot) return rule.Unknown(vm, "which disk the machine starts from");
        string found = $"Disk {boot.Position}, the boot disk, has {Words(boot.Layout.Style)}.";
        return boot.Layout.Style switch
        {
            PartitionStyle.None => rule.Unknown(vm, found),
            PartitionStyle.Gpt when destination.GptBootNeedsImport => rule.Failed(vm, found),
            _ => rule.Passed(vm, found),
        };
    }

    private static Finding Volumes(GuestRule rule, DiskLayout layout, string target) => layout switch
    {
        { Style: PartitionStyle.None, WholeDisk: null } => rule.NotApplicable(target, "The disk has no partition table and no file system."),
        { Style: PartitionStyle.None, WholeDisk: { } whole } => rule.Failed(target, $"{whole.Type} on the whole disk, without a partition table."),
        { Partitions.Count: 0, Warnings.Count: > 0 } => rule.Unknown(target, string.Join(" ", layout.Warnings)),
        _ => rule.Passed(target, $"The disk has {Words(layout.Style)}."),
    };

    private static string Words(PartitionStyle style) => style switch
    {
        PartitionStyle.Gpt => "a GPT",
        PartitionStyle.Mbr => "an MBR",
        _ => "no partition table",
    };
}
