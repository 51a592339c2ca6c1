using Replication.Core.Rules.Profiles;
using Replication.Core.Rules.Slots;
using Replication.Core.Sites;

namespace Replication.Core.Rules.Methods;

/// <summary>What the method asks of the access node: its zone (NOD-01), its system (AWS-10), free slots (PRC-10..14).</summary>
internal static class AccessNodeRule
{
    /// <param name="inventory">What is known.</param>
    /// <param name="profile">Whose rules apply.</param>
    /// <param name="method">The method that would run.</param>
    /// <param name="reasons">Why the profile chose it; empty when it is forced against the profile.</param>
    public static IEnumerable<Finding> Check(TransferInventory inventory, RuleProfile profile, TransferMethod method, IReadOnlyList<MethodReason> reasons)
    {
        if (method == TransferMethod.HotAdd)
        {
            if (profile.CrossVendorNode.Value == PlaceRule.SameZone || inventory.Source.SiteKind == SiteKind.Aws) yield return Zone(inventory, profile);
            yield return Slots(inventory, profile);
        }

        if (method == TransferMethod.Import && profile.ImportNeedsWindowsNode.Value) yield return Import(inventory, profile, reasons);
    }

    /// <summary>More disks than the rule has slots never fit; whether fewer do depends on what is attached.</summary>
    private static Finding Slots(TransferInventory inventory, RuleProfile profile)
    {
        Finding check = new VolumeSlots(profile.Slots, inventory.AccessNode.Devices).Check(inventory.Source.Machine, inventory.Source.DiskCount);
        return check.Blocks || inventory.AccessNode.Volumes is not null ? check
            : check with { Status = FindingStatus.Unknown, Found = $"It needs {inventory.Source.DiskCount} volumes; what is attached to access node {inventory.AccessNode.Name} is not known." };
    }

    private static Finding Zone(TransferInventory inventory, RuleProfile profile)
    {
        AccessNode node = inventory.AccessNode;
        bool different = Placement.DifferentZone(inventory);
        FindingStatus status = different ? FindingStatus.Failed : Placement.ZoneUnknown(inventory) ? FindingStatus.Unknown : FindingStatus.Passed;
        return new Finding(
            inventory.Source.SiteKind == SiteKind.Aws ? "AWS-03" : profile.CrossVendorNode.Rule, MethodErrorIds.AccessNodeZoneMismatch, status,
            FindingSeverity.Error, $"Access node {node.Name}",
            $"It is in {node.Zone ?? node.Region ?? "an unknown zone"}; the destination is {inventory.Destination.Zone ?? inventory.Destination.Region ?? "an unknown zone"}.",
            "an access node in the destination's zone.", "Use an access node of that zone, or another method.");
    }

    private static Finding Import(TransferInventory inventory, RuleProfile profile, IReadOnlyList<MethodReason> reasons)
    {
        AccessNode node = inventory.AccessNode;
        FindingStatus status = node.System switch
        {
            GuestFamily.Windows => FindingStatus.Passed,
            GuestFamily.Linux => FindingStatus.Failed,
            _ => FindingStatus.Unknown,
        };
        string because = reasons.Count > 0 ? string.Join("; ", reasons.Select(reason => reason.Text)) : "it was asked for";
        string remedies = string.Join(" and ", reasons.Select(reason => reason.Remedy).OfType<string>());
        return new Finding(
            profile.ImportNeedsWindowsNode.Rule, MethodErrorIds.ImportNeedsWindowsNode, status, FindingSeverity.Error, $"Access node {node.Name}",
            $"The import method was chosen because {because}; the node's system is {node.System?.ToString() ?? "not known"}.",
            "a Windows access node: the import method does not run on Linux.",
            remedies.Length > 0 ? $"Use a Windows access node, or remove the cause: {remedies}." : "Use a Windows access node, or do not force the import method.");
    }
}
