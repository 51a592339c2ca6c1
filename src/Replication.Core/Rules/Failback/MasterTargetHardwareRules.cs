using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>What a master target may and may not have as a VM (FBK-21..23, FBK-33, FBK-46, FBK-47, FBK-55).</summary>
internal static class MasterTargetHardwareRules
{
    private const string Lsi = "LsiLogic";
    private const string Paravirtual = "ParaVirtual";
    private const string DiskUuid = "disk.EnableUUID";

    public static IEnumerable<Finding> Check(FailbackView view)
    {
        foreach (MasterTarget target in view.Inventory.MasterTargets)
        {
            string name = FailbackView.Target(target);
            yield return Answer.Of(
                "FBK-21", FailbackErrorIds.MasterTargetHasSnapshots, target.Snapshots is { } snapshots ? snapshots.Count == 0 : null, name,
                $"Snapshots: {(target.Snapshots is { } list ? Answer.List(list.DefaultIfEmpty("none")) : "not known")}.", "no snapshots on its disks.",
                "Delete them; reprotection and failback do not work with them.");
            string controllers = target.ScsiControllers is { } all ? Answer.List(all.DefaultIfEmpty("none")) : "not known";
            yield return Answer.Of(
                "FBK-22", FailbackErrorIds.MasterTargetParavirtualScsi, target.ScsiControllers is { } some ? !some.Contains(Paravirtual) : null, name,
                $"SCSI controllers: {controllers}.", "no Paravirtual SCSI controller.", "Replace it by an LSI Logic controller.");
            yield return Answer.Of(
                "FBK-23", FailbackErrorIds.MasterTargetNeedsLsiLogic, target.ScsiControllers is { } present ? present.Contains(Lsi) : null, name,
                $"SCSI controllers: {controllers}.", "an LSI Logic controller.", "Add one; without it reprotection fails.");
            yield return Answer.Of(
                "FBK-33", FailbackErrorIds.MasterTargetNotExcludedFromVMotion, target.ExcludedFromStorageVMotion, name,
                $"Excluded from Storage vMotion: {Answer.Text(target.ExcludedFromStorageVMotion)}.", "an exclusion, or failback may not find the disks.",
                "Put it on the exclusion list.", FindingSeverity.Warning);
            yield return Answer.Of(
                "FBK-46", FailbackErrorIds.MasterTargetNoTools, target.Tools, name, $"VMware Tools or open-vm-tools: {Answer.Text(target.Tools)}.",
                "tools, or its host's datastores are not detected.", "Install VMware Tools or open-vm-tools.");
            yield return Uuid(target, name);
        }

        foreach ((FailbackMachine machine, MasterTarget target) in view.Assigned()) yield return NoClash(machine, target);
    }

    private static Finding Uuid(MasterTarget target, string name)
    {
        string? value = target.Parameters?.FirstOrDefault(row => string.Equals(row.Key, DiskUuid, StringComparison.OrdinalIgnoreCase)).Value;
        return Answer.Of(
            "FBK-47", FailbackErrorIds.MasterTargetDiskUuid, target.Parameters is null ? null : string.Equals(value, "true", StringComparison.OrdinalIgnoreCase), name,
            $"{DiskUuid} is {(target.Parameters is null ? "not known" : value ?? "absent")}.", $"{DiskUuid} = true, so that disks mount under a constant identifier.",
            "Add the row to the VM's configuration parameters, or set it to true.");
    }

    private static Finding NoClash(FailbackMachine machine, MasterTarget target)
    {
        bool known = machine.Home.DiskUuids is not null && target.DiskUuids is not null;
        string[] common = known ? [.. machine.Home.DiskUuids!.Intersect(target.DiskUuids!, StringComparer.OrdinalIgnoreCase)] : [];
        return Answer.Of(
            "FBK-55", FailbackErrorIds.DiskUuidClash, known ? common.Length == 0 : null, FailbackView.Vm(machine),
            known ? $"Disk identifiers that it shares with {target.Name}: {Answer.List(common.DefaultIfEmpty("none"))}." : "The identifiers of the disks are not known.",
            "disks with identifiers of their own.", "Do not make the master target from the template of its machines; set up another one.");
    }
}
