using Replication.Core.Rules.Profiles;
using Replication.Core.Rules.Slots;
using Replication.Core.Sites;

namespace Replication.Core.Rules.Methods;

/// <summary>
/// Every reason that keeps a profile from HotAdd (AWS-01..09). Guest conditions are those of a conversion: they are asked
/// of machines from other vendors, since a guest that runs on EC2 already has been converted.
/// </summary>
internal static class HotAddObstacles
{
    public static IReadOnlyList<MethodReason> Of(TransferInventory inventory, RuleProfile profile) =>
        [.. OfPlace(inventory, profile), .. OfGuest(inventory, profile), .. OfSlots(inventory, profile)];

    private static IEnumerable<MethodReason> OfPlace(TransferInventory inventory, RuleProfile profile)
    {
        AccessNode node = inventory.AccessNode;
        TransferDestination destination = inventory.Destination;
        bool fromAmazon = inventory.Source.SiteKind == SiteKind.Aws;
        if (!node.OnAmazon)
        {
            yield return new MethodReason(
                MethodReasonKind.AccessNodeNotOnAmazon, fromAmazon ? "AWS-01" : "AWS-06", $"access node {node.Name} is not an Amazon instance",
                "use an access node on an Amazon instance");
        }

        if (Placement.DifferentRegion(inventory))
        {
            yield return new MethodReason(
                MethodReasonKind.DifferentRegion, fromAmazon ? "AWS-02" : "AWS-07",
                $"access node {node.Name} is in {node.Region} and the destination in {destination.Region}", "use an access node in the destination's region");
        }

        // Where the documents choose HotAdd, a node in another zone is refused and not worked around (NOD-01): see AccessNodeRule.
        bool zoneCounts = fromAmazon || (profile.CrossVendorNode.Value == PlaceRule.SameZone && profile.Preference.Value == MethodPreference.Ebs);
        if (zoneCounts && Placement.DifferentZone(inventory))
        {
            yield return new MethodReason(
                MethodReasonKind.DifferentZone, fromAmazon ? "AWS-03" : profile.CrossVendorNode.Rule,
                $"access node {node.Name} is in {node.Zone ?? node.Region} and the destination in {destination.Zone ?? destination.Region}",
                "use an access node in the destination's zone");
        }

        if (profile.HotAddNeedsGuestCredentials.Value && !inventory.GuestCredentials)
        {
            yield return new MethodReason(
                MethodReasonKind.NoGuestCredentials, fromAmazon ? "AWS-04" : "AWS-08", "no credentials of the guest are given", "give credentials of the guest");
        }
    }

    private static IEnumerable<MethodReason> OfGuest(TransferInventory inventory, RuleProfile profile)
    {
        if (inventory.Source.SiteKind == SiteKind.Aws) yield break;
        TransferGuest guest = inventory.Guest;
        if (!profile.HotAddTakesStaticAddress.Value && guest.OperatingSystem.Family == GuestFamily.Linux && guest.StaticInterfaces is { Count: > 0 } interfaces)
        {
            yield return new MethodReason(
                MethodReasonKind.StaticIp, profile.HotAddTakesStaticAddress.Rule,
                $"{inventory.Source.Machine} has a static address on {string.Join(", ", interfaces)}", "use DHCP in the guest and take a new backup");
        }

        if (!profile.HotAddTakesGptBoot.Value && guest.OperatingSystem.Family == GuestFamily.Windows && guest.GptBoot == true)
        {
            yield return new MethodReason(
                MethodReasonKind.GptBoot, profile.HotAddTakesGptBoot.Rule, $"the boot disk of {inventory.Source.Machine} has a GUID partition table",
                "use profile Current or Direct");
        }

        if (profile.Guests.Count == 0) yield break;
        Finding listed = GuestList.Check(inventory.Source.Machine, guest.OperatingSystem, profile);
        if (listed.Status == FindingStatus.Failed) yield return new MethodReason(MethodReasonKind.OsNotListed, listed.RuleId, listed.Found.TrimEnd('.'), "use profile Direct");
    }

    /// <summary>A profile that has another way takes it; the others refuse with the slot rule.</summary>
    private static IEnumerable<MethodReason> OfSlots(TransferInventory inventory, RuleProfile profile)
    {
        if (profile.Preference.Value != MethodPreference.Ebs || !inventory.AccessNode.OnAmazon) yield break;
        Finding slots = new VolumeSlots(profile.Slots, inventory.AccessNode.Devices).Check(inventory.Source.Machine, inventory.Source.DiskCount);
        if (slots.Blocks) yield return new MethodReason(MethodReasonKind.NoFreeSlots, slots.RuleId, slots.Found.TrimEnd('.'), "use another access node");
    }
}
